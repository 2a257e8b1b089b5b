"""The settings of the LibreOffice profile that conversions run in: nothing in a document may act or reach outside."""

_COMMON = "/org.openoffice.Office.Common"
_NOWHERE = "127.0.0.1"
# Path of the group, name, value. Only what differs from LibreOffice's own defaults, or must never follow them.
_ITEMS: tuple[tuple[str, str, str | int | bool], ...] = (
    # No macro, whoever signed it, and no link to another place unless the document lies in a trusted folder: none is.
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", 3),
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", True),
    (f"{_COMMON}/Security/Scripting", "CheckDocumentEvents", True),
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", True),
    (f"{_COMMON}/Security/Scripting", "DisableActiveContent", True),
    # Links and fields are never updated: 2 is "never".
    ("/org.openoffice.Office.Writer/Content/Update", "Link", 2),
    ("/org.openoffice.Office.Writer/Content/Update", "Field", False),
    ("/org.openoffice.Office.Writer/Content/Update", "Chart", False),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", 2),
    # What would be fetched all the same goes to a port where nobody listens; 2 is "this proxy".
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", 2),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", _NOWHERE),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", 9),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", _NOWHERE),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", 9),
    ("/org.openoffice.Inet/Settings", "ooInetFTPProxyName", _NOWHERE),
    ("/org.openoffice.Inet/Settings", "ooInetFTPProxyPort", 9),
    ("/org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
    # Nothing is looked up, restored or reported.
    (f"{_COMMON}/Misc", "FirstRun", False),
    (f"{_COMMON}/Misc", "CollectUsageInformation", False),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", False),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", False),
)


def _item(path: str, name: str, value: str | int | bool) -> str:  # noqa: FBT001 - a setting's value is what it is
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{written}</value></prop></item>\n'


PROFILE = f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{"".join(_item(*each) for each in _ITEMS)}</oor:items>
"""
