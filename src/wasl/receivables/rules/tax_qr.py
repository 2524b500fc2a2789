"""Write and read the QR code of Saudi tax invoices, phase 1: five tagged fields in base64.

Source: ZATCA, E-Invoicing Detailed Technical Guidelines, QR code. Tag and length are one byte each, the
value is UTF-8.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

VALUE_BYTES_MAX = 255  # the length is one byte


class TaxQrError(ValueError):
    """A field does not fit, or a payload is no tax QR code; `field` names the field."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


@dataclass(frozen=True)
class TaxQr:
    """Hold what the code says: amounts in riyals with two decimals, `issued_at` exact to the second."""

    seller_name: str
    vat_number: str
    issued_at: datetime
    total: Decimal
    tax: Decimal


def encode_tax_qr(fields: TaxQr) -> str:
    """Return the text of the QR code.

    :raises TaxQrError: a field is over 255 bytes in UTF-8, an amount has over two decimals, a time has no
        zone.
    """
    if fields.issued_at.tzinfo is None:
        raise TaxQrError("issued_at", "needs a time zone")
    values = {
        "seller_name": fields.seller_name,
        "vat_number": fields.vat_number,
        "issued_at": fields.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "total": _two_decimals("total", fields.total),
        "tax": _two_decimals("tax", fields.tax),
    }
    tagged = bytearray()
    for tag, (field, value) in enumerate(values.items(), start=1):
        encoded = value.encode()
        if len(encoded) > VALUE_BYTES_MAX:
            raise TaxQrError(field, f"{len(encoded)} bytes, at most {VALUE_BYTES_MAX} fit")
        tagged += bytes([tag, len(encoded)]) + encoded
    return base64.b64encode(tagged).decode("ascii")


def decode_tax_qr(payload: str) -> TaxQr:
    """Return the fields of a code; tags beyond 5 (phase 2) are passed over.

    :raises TaxQrError: not such a code.
    """
    try:
        tagged = base64.b64decode(payload, validate=True)
    except (binascii.Error, ValueError) as error:
        raise TaxQrError("payload", "is not base64") from error
    values: dict[int, bytes] = {}
    at = 0
    while at < len(tagged):
        length = tagged[at + 1] if at + 1 < len(tagged) else len(tagged)
        value = tagged[at + 2 : at + 2 + length]
        if len(value) != length:
            raise TaxQrError("payload", "ends within a field")
        values[tagged[at]] = value
        at += 2 + length
    try:
        name, number, issued_at, total, tax = (values[tag].decode() for tag in range(1, 6))
        return TaxQr(name, number, datetime.fromisoformat(issued_at), Decimal(total), Decimal(tax))
    except (KeyError, ValueError, InvalidOperation) as error:
        raise TaxQrError("payload", "lacks a field or holds one that cannot be read") from error


def _two_decimals(field: str, amount: Decimal) -> str:
    cents = amount.quantize(Decimal("0.01"))
    if cents != amount:
        raise TaxQrError(field, f"{amount} has more than two decimals")
    return f"{cents:f}"
