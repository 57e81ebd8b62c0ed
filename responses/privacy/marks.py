"""What stands where erased words stood. An answer in words goes on being one, so that no figure changes."""

ERASED = "[erased]"
NAME_ERASED = "[name erased]"
