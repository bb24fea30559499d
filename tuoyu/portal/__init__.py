"""What everyone may see: search, institutions, receipts, the plan, the policy library."""
