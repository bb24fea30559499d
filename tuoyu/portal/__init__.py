"""What everyone may see: search, institution pages, receipts, the plan, the policy library; no models."""
