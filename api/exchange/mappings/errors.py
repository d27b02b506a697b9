"""What a saved mapping refuses, by code. What is wrong inside its document is `reading`'s to say."""

from api.core.errors import Kind, define

NAME_TAKEN = define(
    "import_mapping.name_taken",
    Kind.CONFLICT,
    "你已有同名的列对应方案。",
    "You have a mapping of this name already.",
)
TOO_MANY = define(
    "import_mapping.too_many",
    Kind.CONFLICT,
    "最多存 {limit} 个列对应方案，请先删掉不用的。",
    "At most {limit} mappings are kept; delete some that are not used.",
)
NOT_YOURS = define(
    "import_mapping.not_yours",
    Kind.FORBIDDEN,
    "这个方案由别人共享，只能使用；要改请另存一份。",
    "This mapping is shared by others and can only be used; save a copy to change it.",
)
