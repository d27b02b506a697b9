"""How much of a file is read: what a county sends, several times over, and nothing that could fill the machine."""

MB = 2**20
CHUNK = MB  # read at a time
BLOCK = MB  # parsed at a time; more takes no less time, and more memory
ROW = 8 * MB  # 200 columns of 8,000 characters are less
LOOKED_AT = MB  # what a first look reads
TEXT_FILE = 200 * MB
BOOK_FILE = 30 * MB  # calamine holds a sheet in memory: 118 MB for a file of 7 MB
INFLATED = 300 * MB
PARTS = 1_000
RATIO = 100
RATIO_FROM = 10 * MB  # a small table may repeat itself
TEXT_ROWS = 2_000_000
BOOK_ROWS = 200_000
ARRAY_ROWS = 20_000
ARRAY_FILE = 32 * MB  # held as a whole
COLUMNS = 200
CELL = 8_000
BATCH = 10_000  # rows of a block that is not cut by bytes
SAMPLE = 20
CELLS = 4_000_000  # held at a time
MARKS = 10_000  # rows or cells out of shape in one block; more is no table
