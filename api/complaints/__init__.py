"""Complaints 信访举报: legal tracks with clocks of their own, an identity vault, a receipt in the reporter's hand."""
