"""An institution's way into the register: 备案, change, suspension, resumption, cancellation."""
