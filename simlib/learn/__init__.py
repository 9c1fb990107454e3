"""Learning from data: which possible worlds a history leaves plausible, and what they say about the years ahead.

One mechanism, used three ways: `calibrate` the assumptions on a history, `update` a forecast within the year, and test
the model on years it has not seen.
"""

from .calibration import calibrate, foretell
from .history import Observation, checked, read_history
from .learned import Learned, Moved
from .updating import update

__all__ = ["Learned", "Moved", "Observation", "calibrate", "checked", "foretell", "read_history", "update"]
