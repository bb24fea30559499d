"""The one exception a deed may raise towards a person."""


class Refused(Exception):
    """A deed that cannot be done, said in words a person can act on.

    `field` names the form field at fault, if there is one; `status` is the HTTP answer
    (409: somebody or something else moved on; 422: what was given is wrong).
    """

    def __init__(self, message: str, *, field: str | None = None, status: int = 409) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.status = status
