"""What the lines of invoices are booked on."""

from wasl.ledger.pickers import line_project_picker

PROJECT = line_project_picker("invoice.draft")
