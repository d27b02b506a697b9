"""The divisions of the demo: a province, a city and seven counties that do not exist (ADR 0013).

GB/T 2260 gives no code that begins with 9, so neither these codes nor the school and credit codes made from them can be
anyone's; the names are no division's of the shipped edition. Complaints and findings will be invented about these places.
"""

from api.organizations.data.divisions import Division

PROVINCE = Division("990000", "澜江省", "province", None)
CITY = Division("990100", "安澜市", "city", PROVINCE.code)
DIVISIONS: tuple[Division, ...] = (
    PROVINCE,
    CITY,
    Division("990102", "澜城区", "county", CITY.code),
    Division("990103", "澜东区", "county", CITY.code),
    Division("990104", "望川区", "county", CITY.code),
    Division("990122", "霁溪县", "county", CITY.code),
    Division("990123", "松岭县", "county", CITY.code),
    Division("990124", "锦岚县", "county", CITY.code),
    Division("990125", "云屏县", "county", CITY.code),
)
