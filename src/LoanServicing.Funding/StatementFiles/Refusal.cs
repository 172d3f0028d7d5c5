using LoanServicing.Domain.Money;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>Every reason for which a statement file is not read, in both languages.</summary>
internal static class Refusal
{
    public static StatementRefusedException Empty() => new("statement.no-lines", new(
        "The file is empty; ask the bank for it again, or upload the one you meant.",
        "فایل خالی است؛ آن را دوباره از بانک بخواهید یا فایل درست را بارگذاری کنید."));

    public static StatementRefusedException NoLines() => new("statement.no-lines", new(
        "The file names its columns and has no lines below them; ask the bank for a file with the movements.",
        "فایل فقط سرستون دارد و هیچ ردیفی ندارد؛ فایلی با گردش حساب از بانک بخواهید."));

    public static StatementRefusedException NoStatement() => new("statement.no-lines", new(
        "The file holds no statement (no Stmt element); ask the bank for it again whole.",
        "در فایل هیچ صورتحسابی (عنصر Stmt) نیست؛ فایل کامل را دوباره از بانک بخواهید."));

    public static StatementRefusedException TooLarge(long largest) => new("statement.too-large", new(
        $"The file is larger than {largest} bytes; ask the bank for shorter periods, or raise Statements:LargestFile.",
        $"فایل از {largest} بایت بزرگ‌تر است؛ دوره‌های کوتاه‌تری از بانک بخواهید یا Statements:LargestFile را افزایش دهید."));

    public static StatementRefusedException TooManyLines(int most) => new("statement.too-large", new(
        $"The file has more than {most} lines; ask the bank for shorter periods.",
        $"فایل بیش از {most} ردیف دارد؛ دوره‌های کوتاه‌تری از بانک بخواهید."));

    public static StatementRefusedException TooManyDetails(Place place, int most) => new("statement.too-large", new(
        $"The entry at {place.En} has more than {most} transactions; ask the bank to book them as several entries.",
        $"ثبت در {place.Fa} بیش از {most} تراکنش دارد؛ از بانک بخواهید آن را در چند ثبت بفرستد."));

    public static StatementRefusedException TextTooLong(Place place, int most) => new("statement.too-large", new(
        $"One piece of text or markup that ends at {place.En} is longer than {most} characters; ask the bank to send the file again without it.",
        $"یک تکه متن یا نشانه‌گذاری که در {place.Fa} می‌رسد از {most} نویسه درازتر است؛ از بانک بخواهید فایل را بدون آن بفرستد."));

    public static StatementRefusedException TooManyNames(int most) => new("statement.too-large", new(
        $"The file has more than {most} different names of elements and attributes, so it is no statement; ask the bank to send it again.",
        $"فایل بیش از {most} نام گوناگون برای عنصرها دارد و صورتحساب نیست؛ آن را دوباره از بانک بخواهید."));

    public static StatementRefusedException TooDeep(Place place, int most) => new("statement.too-deep", new(
        $"The file has elements nested deeper than {most} levels at {place.En}; ask the bank to send it again without them.",
        $"در {place.Fa} عنصرها بیش از {most} لایه در هم هستند؛ از بانک بخواهید فایل را بدون آن‌ها بفرستد."));

    public static StatementRefusedException DocumentType(Place place) => new("statement.doctype", new(
        $"The file has a document type definition (DOCTYPE) at {place.En}; ask the bank to send it without one.",
        $"فایل در {place.Fa} تعریف نوع سند (DOCTYPE) دارد؛ از بانک بخواهید آن را بدون آن بفرستد."));

    public static StatementRefusedException Truncated(Place place) => new("statement.truncated", new(
        $"The file breaks off at {place.En}; fetch it again whole.",
        $"فایل در {place.Fa} ناتمام است؛ آن را دوباره کامل دریافت کنید."));

    public static StatementRefusedException LastLineOpen(Place place) => new("statement.truncated", new(
        $"The last line of the file, which ends at {place.En}, has no line end, so it may be cut; fetch the file again, or end the line when it is whole.",
        $"ردیف آخر فایل که در {place.Fa} تمام می‌شود پایان خط ندارد و شاید بریده باشد؛ فایل را دوباره بگیرید یا اگر کامل است به آن پایان خط بدهید."));

    public static StatementRefusedException NotXml(Place place) => new("statement.not-xml", new(
        $"The file is not well-formed XML in UTF-8 at {place.En}; ask the bank to send it again.",
        $"فایل در {place.Fa} سند XML درستی با UTF-8 نیست؛ آن را دوباره از بانک بخواهید."));

    public static StatementRefusedException Encoding(string name) => new("statement.encoding", new(
        $"The file says it is written in '{name}'; only UTF-8, and UTF-16 with its byte order mark, are read. Ask the bank for UTF-8.",
        $"فایل می‌گوید با «{name}» نوشته شده است؛ فقط UTF-8 و UTF-16 خوانده می‌شود. از بانک UTF-8 بخواهید."));

    public static StatementRefusedException NotText(Place place) => new("statement.encoding", new(
        $"There are bytes at {place.En} that are no text in the expected encoding; save the file as CSV in UTF-8, or set Statements:Csv:Encoding.",
        $"در {place.Fa} بایت‌هایی هست که متن نیست؛ فایل را CSV با UTF-8 ذخیره کنید یا Statements:Csv:Encoding را تنظیم کنید."));

    public static StatementRefusedException UnknownFormat(string found) => new("statement.unknown-format", new(
        $"The file is {found}; only camt.053.001.02 to .08 and CSV are read. Ask the bank for one of these.",
        $"قالب فایل شناخته نیست ({found})؛ فقط camt.053.001.02 تا .08 و CSV خوانده می‌شود. یکی از این‌ها را از بانک بخواهید."));

    public static StatementRefusedException Account(Place place) => new("statement.account", new(
        $"The statement at {place.En} does not name its account; ask the bank to send it again with the IBAN.",
        $"صورتحساب در {place.Fa} شماره حساب ندارد؛ از بانک بخواهید آن را با شبا بفرستد."));

    public static StatementRefusedException NoAccountSet() => new("statement.account", new(
        "A CSV does not name its account; set Statements:Csv:Account to the account that it is of.",
        "فایل CSV شماره حساب ندارد؛ حساب آن را در Statements:Csv:Account تنظیم کنید."));

    public static StatementRefusedException AnotherCurrency(Place place, string? currency) => new("statement.another-currency", new(
        $"The amount at {place.En} is in '{currency}', not in IRR; ask the bank for a file of the rial account alone.",
        $"مبلغ در {place.Fa} به «{currency}» است نه ریال (IRR)؛ فایلی فقط از حساب ریالی بخواهید."));

    public static StatementRefusedException Amount(AmountFault fault, Place place, string? text) => fault switch
    {
        AmountFault.Fraction => new("statement.fraction", new(
            $"The amount '{text}' at {place.En} has a part of a rial; ask the bank to send the file again in whole rials.",
            $"مبلغ «{text}» در {place.Fa} کسر ریال دارد؛ از بانک بخواهید فایل را با ریال کامل بفرستد.")),
        AmountFault.Ambiguous => new("statement.amount", new(
            $"The amount '{text}' at {place.En} has more than two digits behind its point, which may be thousands or decimals; write thousands with a comma or with nothing between.",
            $"مبلغ «{text}» در {place.Fa} پس از نقطه بیش از دو رقم دارد که شاید هزارگان باشد و شاید اعشار؛ هزارگان را با ویرگول یا بدون جداکننده بنویسید.")),
        _ => new("statement.amount", new(
            $"The amount '{text}' at {place.En} is no amount from 0 to 9007199254740992 rials; mend it, or ask the bank to send the file again.",
            $"مبلغ «{text}» در {place.Fa} مبلغی از ۰ تا ۹۰۰۷۱۹۹۲۵۴۷۴۰۹۹۲ ریال نیست؛ آن را درست کنید یا فایل را دوباره از بانک بخواهید.")),
    };

    public static StatementRefusedException SumTooLarge(Place place) => new("statement.amount", new(
        $"The amounts up to {place.En} add up to more than can be counted; ask the bank to send the file again.",
        $"جمع مبلغ‌ها تا {place.Fa} از اندازه بیرون است؛ فایل را دوباره از بانک بخواهید."));

    public static StatementRefusedException Date(Place place, string? text) => new("statement.date", new(
        $"'{text}' at {place.En} is no date such as 2026-11-22 or 1405/09/01; mend it, or ask the bank to send the file again.",
        $"«{text}» در {place.Fa} تاریخی مانند ۱۴۰۵/۰۹/۰۱ یا 2026-11-22 نیست؛ آن را درست کنید یا فایل را دوباره از بانک بخواهید."));

    public static StatementRefusedException NoDate(Place place) => new("statement.date", new(
        $"There is no date at {place.En}; write one, and leave out rows of totals.",
        $"در {place.Fa} تاریخی نیست؛ تاریخ را بنویسید و ردیف‌های جمع را حذف کنید."));

    public static StatementRefusedException Entry(Place place, string english, string persian) => new("statement.line", new(
        $"The entry at {place.En} {english}; ask the bank to send the file again.",
        $"ثبت در {place.Fa} {persian}؛ فایل را دوباره از بانک بخواهید."));

    public static StatementRefusedException Row(Place place, string english, string persian) => new("statement.line", new(
        $"The row at {place.En} {english}.",
        $"ردیف در {place.Fa} {persian}."));

    public static StatementRefusedException Totals(Place place, string english, string persian) => new("statement.totals", new(
        $"The totals are not right at {place.En}: {english}; fetch the file again whole.",
        $"جمع‌ها در {place.Fa} درست نیست: {persian}؛ فایل کامل را دوباره دریافت کنید."));

    public static StatementRefusedException ColumnMissing(string column, IEnumerable<string> found) => new("statement.column-missing", new(
        $"There is no column for {column} among '{string.Join("', '", found)}'; name the bank's column in Statements:Csv:Columns:{column}.",
        $"ستونی برای {column} در فایل نیست؛ نام ستون بانک را در Statements:Csv:Columns:{column} بنویسید."));

    public static StatementRefusedException ColumnTwice(string column) => new("statement.column-twice", new(
        $"The column '{column}' is there twice; leave one of the two out.",
        $"ستون «{column}» دو بار آمده است؛ یکی را حذف کنید."));

    public static StatementRefusedException NoDirection() => new("statement.direction", new(
        "Nothing in the file tells debits from credits: no amount has a sign, and there is no column for it. Ask the bank for signed amounts, or name its column in Statements:Csv:Columns:Direction (or Debit and Credit).",
        "در فایل چیزی بدهکار را از بستانکار جدا نمی‌کند: هیچ مبلغی علامت ندارد و ستونی برای آن نیست. از بانک مبلغ با علامت بخواهید یا ستون آن را در Statements:Csv:Columns:Direction (یا Debit و Credit) بنویسید."));

    public static StatementRefusedException TooManyColumns(int most) => new("statement.too-large", new(
        $"The file has more than {most} columns, so it is no statement; upload the one you meant.",
        $"فایل بیش از {most} ستون دارد و صورتحساب نیست؛ فایل درست را بارگذاری کنید."));
}

/// <summary>A place in a text file, both from 1.</summary>
/// <param name="Column">0 when only the line is known.</param>
internal readonly record struct Place(long Line, long Column = 0)
{
    public string En => Column > 0 ? $"line {Line}, column {Column}" : $"line {Line}";

    public string Fa => Column > 0 ? $"سطر {Line}، نویسه {Column}" : $"سطر {Line}";
}
