"""The one tree of errors: a stable dotted code, what was wrong, and what to do, in Chinese and English.

The class above an error says what the queue does with it: `Permanent` is dead at once, `Transient` is tried again
with backoff, `Lost` was cut off by the death of its process. What is in none of them is a bug (`internal.<type>`).
"""

from typing import ClassVar

from .messages import Message


class ReportError(Exception):
    """What stops one report; `code` is stable and what people filter by.

    `fields` are the values named in the class's text; they are kept, so that a caller need not read them back out
    of a sentence.
    """

    code: ClassVar[str]
    text: ClassVar[Message]

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        self.message = self.text.filled(**fields)
        super().__init__(f"{self.code}: {self.message.en}")

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (type(self), self.fields))


def _rebuilt(kind: type[ReportError], fields: dict[str, object]) -> ReportError:
    return kind(**fields)


class Permanent(ReportError):
    """Trying again with the same code and the same file cannot help."""


class Transient(ReportError):
    """Something around the report failed; trying again later may help."""


class Lost(ReportError):
    """The process died, or had to be stopped, while it worked on the report; it is tried again alone."""


# --- the file, before it is a report -------------------------------------------------------------------------------


class FileEmpty(Permanent):
    code = "file.empty"
    text = Message(
        "文件为空(0 字节);请重新提交完整的文件。", "The file is empty (0 bytes); submit the whole file again."
    )


class FileTooLarge(Permanent):
    code = "file.too_large"
    text = Message(
        "文件有 {size_bytes} 字节,超过上限 {limit_bytes} 字节;请只提交报告本身,或调高 NIANBAO_LIMITS__FILE_BYTES。",
        "The file has {size_bytes} bytes and the limit is {limit_bytes}; submit the report alone, or raise NIANBAO_LIMITS__FILE_BYTES.",
    )


class FileUnreadable(Permanent):
    code = "file.unreadable"
    text = Message(
        "无法打开文件({reason});请检查文件权限或链接后重新提交。",
        "The file cannot be opened ({reason}); check its permissions or its link and submit it again.",
    )


class FileNotRegular(Permanent):
    code = "file.not_regular"
    text = Message(
        "这不是普通文件(管道、设备或套接字);请提交报告文件本身。",
        "This is not a regular file but a pipe, a device or a socket; submit the report file itself.",
    )


class FileChanged(Permanent):
    code = "file.changed"
    text = Message(
        "文件在读取时仍在变化;请等写入完成后重新提交。",
        "The file kept changing while it was read; submit it again once it is written.",
    )


class FileNameRefused(Permanent):
    code = "file.name"
    text = Message(
        "文件名不能使用({zh});请改名后重新提交。",
        "The file's name cannot be used ({en}); rename the file and submit it again.",
    )


# --- an archive of files ------------------------------------------------------------------------------------------


class ArchiveDamaged(Permanent):
    code = "archive.damaged"
    text = Message(
        "压缩包或其中的文件已损坏({reason});请重新打包后提交。",
        "The archive, or this entry of it, is damaged ({reason}); pack it anew and submit it again.",
    )


class ArchiveEmpty(Permanent):
    code = "archive.empty"
    text = Message(
        "压缩包中没有文件;请检查后重新提交。", "The archive holds no files; look into it and submit it again."
    )


class ArchiveEncrypted(Permanent):
    code = "archive.encrypted"
    text = Message(
        "压缩包中的该文件有密码保护;请取消密码后重新提交。",
        "This entry of the archive is protected by a password; pack it without one and submit it again.",
    )


class ArchiveCompression(Permanent):
    code = "archive.compression"
    text = Message(
        "压缩包中的该文件采用了不支持的压缩方式({method});请用普通的 ZIP 方式(deflate)重新打包后提交。",
        "This entry of the archive is compressed in a way that is not supported ({method}); pack it as an ordinary ZIP (deflate) and submit it again.",
    )


class ArchiveBomb(Permanent):
    code = "archive.bomb"
    text = Message(
        "解压后超过 {limit_bytes} 字节,与压缩包大小不相称;请分开提交,或检查压缩包是否异常。",
        "Unpacked it is larger than {limit_bytes} bytes, which such an archive may not be; split it, or see whether it is abnormal.",
    )


class ArchiveTooMany(Permanent):
    code = "archive.too_many"
    text = Message(
        "压缩包中的文件超过 {limit} 个;请分成几个压缩包提交。",
        "The archive holds more than {limit} entries; split it into several.",
    )


class ArchiveNested(Permanent):
    code = "archive.nested"
    text = Message(
        "压缩包中嵌套的压缩包超过 {limit} 层;请解开后重新提交。",
        "Archives are nested more than {limit} deep; unpack the inner ones and submit them again.",
    )


class ArchiveLink(Permanent):
    code = "archive.link"
    text = Message(
        "压缩包中的该项是链接,不是文件;请提交文件本身。",
        "This entry of the archive is a link and no file; submit the file itself.",
    )


class ArchiveSpecial(Permanent):
    code = "archive.special"
    text = Message(
        "压缩包中的该项不是普通文件;请提交文件本身。",
        "This entry of the archive is no regular file; submit the file itself.",
    )


# --- bytes to text -------------------------------------------------------------------------------------------------


class FormatUnknown(Permanent):
    code = "format.unknown"
    text = Message(
        "无法识别文件格式({seen});请提交网页(HTML、MHTML)、Word(DOCX)、PDF、Excel(XLSX)或文本格式的报告。",
        "The file's format is not known ({seen}); submit the report as a web page (HTML, MHTML), DOCX, PDF, XLSX or text.",
    )


class FormatDamaged(Permanent):
    code = "format.damaged"
    text = Message(
        "{format} 文件已损坏,无法打开({reason});请用原软件打开后另存,再重新提交。",
        "The {format} file is damaged and cannot be opened ({reason}); open it in its own program, save it anew and submit it again.",
    )


class FormatEncrypted(Permanent):
    code = "format.encrypted"
    text = Message(
        "{format} 文件有密码保护;请取消密码后重新提交。",
        "The {format} file is protected by a password; remove the password and submit it again.",
    )


class FormatTooComplex(Permanent):
    code = "format.too_complex"
    text = Message(
        "{format} 文件的内容超出正常报告的规模({reason});请只提交报告本身,或检查文件是否异常。",
        "The {format} file holds more than any report does ({reason}); submit the report alone, or see whether the file is abnormal.",
    )


class FormatNeedsLibreOffice(Permanent):
    code = "format.needs_libreoffice"
    text = Message(
        "读取 {format} 文件需要 LibreOffice;请在处理报告的机器上安装它(命令 soffice)后重新处理,或另存为 DOCX 后重新提交。",
        "Reading a {format} file needs LibreOffice; install it where reports are worked on (the command soffice) and reprocess, or save the file as DOCX and submit that.",
    )


class ConversionFailed(Permanent):
    code = "format.conversion_failed"
    text = Message(
        "LibreOffice 无法转换该 {format} 文件({reason});请另存为 DOCX 或 PDF 后重新提交。",
        "LibreOffice could not convert the {format} file ({reason}); save it as DOCX or PDF and submit that.",
    )


class DocumentScanned(Permanent):
    code = "document.scanned"
    text = Message(
        "文件只有图像,没有可读取的文字({format});请提交带文字的版本(网页、DOCX 或由其导出的 PDF)。",
        "The file holds images and no text that can be read ({format}); submit a version with text (a web page, DOCX, or a PDF made from it).",
    )


class ReaderCrashed(Permanent):
    code = "file.crashes_reader"
    text = Message(
        "读取该文件的程序库崩溃({reason});请用原软件打开后另存,再重新提交,并将原文件交给维护人员。",
        "The library that reads this format crashed on the file ({reason}); open it in its own program, save it anew and submit it again, and pass the original to the maintainers.",
    )


class EncodingUnknown(Permanent):
    code = "encoding.unknown"
    text = Message(
        "无法确定文件的字符编码;请另存为 UTF-8 或 GB18030 后重新提交。",
        "The file's character encoding cannot be told; save it as UTF-8 or GB18030 and submit it again.",
    )


# --- text to report ------------------------------------------------------------------------------------------------


class NotAReport(Permanent):
    code = "document.not_a_report"
    text = Message(
        "这不像一份政府信息公开工作年度报告({zh});请核对提交的文件。",
        "This does not look like an annual report on information disclosure ({en}); check which file was submitted.",
    )


class TableUnreadable(Permanent):
    code = "table.unreadable"
    text = Message(
        "表格在文中,但 {expected} 个数据中只读出 {found} 个,不足六成;请换一种格式提交,或将文件交给维护人员。",
        "The tables are there, but only {found} of {expected} figures could be read, under 60 %; "
        "submit the report in another format, or pass the file to the maintainers.",
    )


# --- around the report ---------------------------------------------------------------------------------------------


class StorageMissing(Permanent):
    code = "storage.missing"
    text = Message(
        "存储中找不到该文件({sha256});请从备份恢复,或重新提交同一文件。",
        "The stored file {sha256} is missing; restore it from a backup, or submit the same file again.",
    )


class StorageCorrupt(Permanent):
    code = "storage.corrupt"
    text = Message(
        "存储中的文件内容已改变({sha256});请从备份恢复,或重新提交原文件。",
        "The stored file {sha256} no longer has the bytes it was stored with; restore it from a backup, or submit the original again.",
    )


class StorageUnavailable(Transient):
    code = "storage.unavailable"
    text = Message(
        "暂时无法读取存储({reason});将自动重试,如持续出现请检查存储。",
        "The file storage cannot be reached ({reason}); it is tried again, check the storage if this goes on.",
    )


class DatabaseUnavailable(Transient):
    code = "database.unavailable"
    text = Message(
        "暂时无法访问数据库({reason});将自动重试,如持续出现请检查数据库。",
        "The database cannot be reached ({reason}); it is tried again, check the database if this goes on.",
    )


class TimeExceeded(Lost):
    code = "resource.time"
    text = Message(
        "处理超过 {limit_s} 秒;请检查文件是否异常庞大,或调高 NIANBAO_WORK__REPORT_TIME_S。",
        "The work took longer than {limit_s} s; see whether the file is abnormal, or raise NIANBAO_WORK__REPORT_TIME_S.",
    )


class MemoryExceeded(Lost):
    code = "resource.memory"
    text = Message(
        "处理所需内存超过上限;请检查文件是否异常庞大,或调高 NIANBAO_WORK__REPORT_MEMORY_MB。",
        "The work needed more memory than allowed; see whether the file is abnormal, or raise NIANBAO_WORK__REPORT_MEMORY_MB.",
    )


class WorkerLost(Lost):
    code = "worker.lost"
    text = Message(
        "处理该报告的进程连续 {attempts} 次中途终止;请查看进程日志,修复后重新处理。",
        "The process died {attempts} times while it worked on this report; look at the worker's log, then reprocess it.",
    )
