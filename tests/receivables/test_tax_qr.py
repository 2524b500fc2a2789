import base64
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.receivables.rules.tax_qr import TaxQr, TaxQrError, decode_tax_qr, encode_tax_qr

RIYADH = timezone(timedelta(hours=3))
NOOR = TaxQr(
    "استوديو نور",
    "310122393500003",
    datetime(2026, 11, 23, 13, 5, 0, tzinfo=RIYADH),
    Decimal("1150.00"),
    Decimal("150"),
)

fitting = st.text(max_size=255).filter(lambda text: len(text.encode()) <= 255)
amounts = st.decimals(min_value=0, max_value=10**12, places=2)


def test_fields_follow_each_other_as_tag_length_and_value():
    tagged = base64.b64decode(encode_tax_qr(NOOR))

    name = "استوديو نور".encode()
    assert tagged == (
        bytes([1, len(name)]) + name + b"\x02\x0f310122393500003"
        b"\x03\x142026-11-23T10:05:00Z" + b"\x04\x071150.00" + b"\x05\x06150.00"
    )


@given(
    st.builds(
        TaxQr,
        fitting,
        fitting,
        st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
            lambda moment: moment.replace(microsecond=0)
        ),
        amounts,
        amounts,
    )
)
def test_a_code_says_what_was_put_in(fields):
    assert decode_tax_qr(encode_tax_qr(fields)) == fields


def test_a_field_that_does_not_fit_is_refused():
    for name in ("ن" * 128, "n" * 256):
        with pytest.raises(TaxQrError) as caught:
            encode_tax_qr(TaxQr(name, "3", NOOR.issued_at, NOOR.total, NOOR.tax))
        assert caught.value.field == "seller_name"


def test_a_time_without_a_zone_and_a_third_decimal_are_refused():
    with pytest.raises(TaxQrError, match="issued_at"):
        encode_tax_qr(TaxQr("Noor", "3", NOOR.issued_at.replace(tzinfo=None), NOOR.total, NOOR.tax))
    with pytest.raises(TaxQrError, match="tax"):
        encode_tax_qr(TaxQr("Noor", "3", NOOR.issued_at, NOOR.total, Decimal("0.005")))


@pytest.mark.parametrize("payload", ["", "not base64!", "AQ==", "AQX=", base64.b64encode(b"\x01\x01n").decode()])
def test_what_is_no_code_is_refused(payload):
    with pytest.raises(TaxQrError):
        decode_tax_qr(payload)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_code_or_an_error(data):
    try:
        decode_tax_qr(base64.b64encode(data).decode())
    except TaxQrError as error:
        assert error.field == "payload"
