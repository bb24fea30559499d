"""Reading the spreadsheets that offices really keep, and writing clean ones back."""
