"""Reading MySQL and MariaDB by JDBC, and connections of the catalog."""

import json
import re

from awsglue.endpoint import call
from awsglue.unsupported import known_only, refuse

DRIVERS = ("com.mysql.cj.jdbc.Driver", "org.mariadb.jdbc.Driver", "com.mysql.jdbc.Driver")
# How many readers share a table is Spark's business on one machine: these change no row.
HINTS = ("hashfield", "hashexpression", "hashpartitions", "fetchsize", "enablePartitioningForSampleQuery", "redshiftTmpDir")
KNOWN = ("url", "user", "password", "dbtable", "database", "sampleQuery", "useConnectionProperties", "connectionName",
         "driver", "customJdbcDriverClassName", *HINTS)


def connection_conf(name):
    """What a connection says: url without a database, fullUrl, user, password, vendor, enforceSSL."""
    connection = call("glue", "GetConnection", Name=name)["Connection"]
    properties = connection.get("ConnectionProperties", {})
    kind = connection.get("ConnectionType", "JDBC")
    url = properties.get("JDBC_CONNECTION_URL")
    if kind not in ("JDBC", "MYSQL") or url is None:
        refuse(f"The connection {name} of the type {kind} without JDBC_CONNECTION_URL")
    vendor = re.match(r"jdbc:(\w+):", url)
    user, password = _credentials(connection, properties)
    return {
        "url": re.sub(r"^(jdbc:\w+://[^/]+)/.*$", r"\1", url),
        "fullUrl": url,
        "user": user,
        "password": password,
        "vendor": vendor.group(1) if vendor else "",
        "enforceSSL": properties.get("JDBC_ENFORCE_SSL", "false"),
        "customJDBCCertString": "",
        "skipCustomJDBCCertValidation": "false",
    }


def _credentials(connection, properties):
    secret = properties.get("SECRET_ID") or connection.get("AuthenticationConfiguration", {}).get("SecretArn")
    if not secret:
        return properties.get("USERNAME", ""), properties.get("PASSWORD", "")
    said = json.loads(call("secretsmanager", "GetSecretValue", SecretId=secret)["SecretString"])
    return said.get("username", said.get("user", "")), said.get("password", "")


def driver_class(spark, wanted=None):
    """The driver that Spark has; without one, what to do about it."""
    for name in (wanted,) if wanted else DRIVERS:
        try:
            spark._jvm.org.apache.spark.util.Utils.classForName(name, True, False)
            return name
        except Exception:
            continue
    raise RuntimeError(
        "Spark has no JDBC driver for MySQL. Download mysql-connector-j-8.4.0.jar (Maven: com.mysql:mysql-connector-j:8.4.0), "
        "and start the sandbox with --spark-jars mysql-connector-j-8.4.0.jar, or give it to the job by --extra-jars s3://…"
    )


def read_jdbc(spark, kind, options):
    """A table, or the answer of sampleQuery, as a DataFrame."""
    known_only(options, KNOWN, "Reading by JDBC")
    if kind not in ("mysql", "jdbc", "mariadb"):
        refuse(f"Reading from {kind}")
    conf = dict(options)
    if str(options.get("useConnectionProperties", "false")).lower() == "true" or "connectionName" in options:
        said = connection_conf(options["connectionName"])
        conf = {"url": said["fullUrl"], "user": said["user"], "password": said["password"], **conf}
    url = conf.get("url", "")
    if not re.match(r"jdbc:(mysql|mariadb):", url):
        refuse(f"Reading from {url.split('//')[0] or 'an address that was not given'}")
    if "database" in conf and not re.match(r"jdbc:\w+://[^/]+/.", url):
        url = f"{url.rstrip('/')}/{conf['database']}"
    wanted = conf.get("driver") or conf.get("customJdbcDriverClassName")
    reader = spark.read.format("jdbc").option("url", url).option("driver", driver_class(spark, wanted))
    reader = reader.option("user", conf.get("user", "")).option("password", conf.get("password", ""))
    if "sampleQuery" in conf:
        return reader.option("query", conf["sampleQuery"]).load()
    if "dbtable" not in conf:
        raise ValueError("Reading by JDBC needs dbtable")
    return reader.option("dbtable", conf["dbtable"]).load()
