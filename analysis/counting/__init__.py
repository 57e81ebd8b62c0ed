"""What a snapshot freezes of people's decisions on who is one voice and what is a campaign."""
