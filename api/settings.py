"""Every setting of the product, read once from the environment (prefix `QINGLIAN_`) and frozen."""

from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Face = Literal["all", "staff", "public"]


class Settings(BaseSettings):
    """One frozen object; the README's settings table is compared with it by a house test."""

    model_config = SettingsConfigDict(env_prefix="QINGLIAN_", env_file=".env", extra="ignore", frozen=True)

    database_url: SecretStr = Field(
        SecretStr("sqlite:///var/qinglian.db"),
        description="Database of the application: `sqlite:///FILE` or `postgresql+psycopg://USER@HOST/NAME`.",
    )
    migration_url: SecretStr | None = Field(
        None, description="The same database as its owner, for `qinglian migrate`; empty means DATABASE_URL."
    )
    database_schema: str | None = Field(None, description="PostgreSQL schema of this bureau; empty means the default.")
    pool_size: int = Field(8, ge=1, le=64, description="Database connections, and requests at work, per process.")
    data_dir: Path = Field(Path("var"), description="Folder for everything the product writes, keys excepted.")
    keys: Path = Field(
        Path("~/.qinglian-keys"),
        description="Folder of the key store; made on first start, refused inside DATA_DIR, backed up apart.",
    )
    files_url: str = Field(
        "", description="Where uploaded files lie: `s3://BUCKET/PREFIX`; empty means the folder `files` in DATA_DIR."
    )
    files_endpoint: str = Field("", description="Address of the S3-compatible server; empty means Amazon's.")
    files_region: str = Field("", description="Region of the bucket, where the server knows regions.")
    files_key_id: str = Field("", description="Access key id for the bucket.")
    files_secret: SecretStr = Field(SecretStr(""), description="Secret access key for the bucket.")
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port the server listens on.")
    workers: int = Field(1, ge=1, le=32, description="Server processes; SQLite allows one.")
    worker_threads: int = Field(2, ge=1, le=16, description="Jobs at work at once, per worker process.")
    metrics_address: str = Field("", description="HOST:PORT for Prometheus metrics, apart from the API; empty is off.")
    faces: Face = Field(
        "all", description="What this process shows: `all`, `staff`, or `public` (holds no opening key)."
    )
    spa_dir: Path | None = Field(
        Path("frontend/dist"), description="Built SPA to serve beside the API; empty when another web server does."
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Other origins of the same site that may call the API with the cookie, comma separated."
    )
    cookie_secure: bool = Field(
        True, description="Send the session cookie over HTTPS only; `false` for plain HTTP trials."
    )
    public_url: str = Field(
        "", description="Address under which people and machines reach the product, `https://…`; empty: HOST and PORT."
    )
    second_factor: Literal["optional", "sensitive", "everyone"] = Field(
        "sensitive", description="Who must use a second factor: `optional`, `sensitive` roles, or `everyone`."
    )
    smtp_url: SecretStr = Field(
        SecretStr(""), description="Mail server: `smtp://USER:PASSWORD@HOST:PORT?tls` or `smtps://…`; empty sends none."
    )
    mail_from: str = Field("", description="Address that e-mail comes from; needed where SMTP_URL is set.")
    witness_dir: Path | None = Field(
        None, description="Folder, best on another machine, that keeps the ledger's signed heads; empty is none."
    )
    witness_email: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Inboxes outside the bureau that keep the ledger's signed heads, comma separated."
    )
    bureau_name: str = Field("", description="Name of the bureau on the log-in page; empty takes the first bureau's.")
    time_zone: str = Field("Asia/Shanghai", description="Zone in which a legal day begins and ends.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe log line written."
    )
    proof_of_work: int = Field(
        17,
        ge=0,
        le=24,
        description="Bits of work that sending a complaint costs its sender, about a second; 0 is none.",
    )
    portal_database_url: SecretStr | None = Field(
        None,
        description="Database of a public face on another host, for `qinglian intake sync`; empty: there is none.",
    )
    max_body_bytes: int = Field(4 * 2**20, ge=1024, description="Largest JSON request body, in bytes.")

    @field_validator("allowed_origins", "witness_email", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("spa_dir", "migration_url", "database_schema", "witness_dir", "portal_database_url", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("keys", "data_dir", mode="after")
    @classmethod
    def _expand(cls, value: Path) -> Path:
        return value.expanduser()

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return ZoneInfo(value).key

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.keys.resolve().is_relative_to(self.data_dir.resolve()):
            raise ValueError(
                "QINGLIAN_KEYS must lie outside QINGLIAN_DATA_DIR: a copied data folder must not carry keys"
            )
        if self.smtp_url.get_secret_value() and not self.mail_from:
            raise ValueError("QINGLIAN_SMTP_URL needs QINGLIAN_MAIL_FROM")
        if self.witness_email and not self.smtp_url.get_secret_value():
            raise ValueError("QINGLIAN_WITNESS_EMAIL needs QINGLIAN_SMTP_URL")
        if self.sqlite and self.workers > 1:
            raise ValueError("SQLite is served by one process: set QINGLIAN_WORKERS=1 or go to PostgreSQL")
        return self

    @property
    def sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return self.database_url.get_secret_value().startswith("sqlite")

    @property
    def origin(self) -> str:
        """The address of the product without a slash at its end; the issuer of its access tokens."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def owner_url(self) -> str:
        """The URL that migrations use."""
        return (self.migration_url or self.database_url).get_secret_value()
