"""`python -m simlib`: the same as the command simlib."""

from .cli import main

if __name__ == "__main__":
    main()
