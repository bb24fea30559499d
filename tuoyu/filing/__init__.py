"""An institution's way into the register: filed, changed, suspended, resumed, cancelled."""
