using LoanServicing.Domain;
using LoanServicing.Platform.Http;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary>Why a list is not taken, whatever its rows say.</summary>
internal static class ListProblems
{
    private const int LongestShown = 200;

    public static ApiProblem Empty { get; } = Bad("salary-list.empty", new(
        "The body is empty; send the list as CSV.", "بدنهٔ درخواست خالی است؛ فهرست را به شکل CSV بفرستید."));

    public static ApiProblem Workbook { get; } = Bad("salary-list.not-csv", new(
        "This is a workbook; save it as CSV UTF-8 (comma delimited) and send that.", "این یک کارپوشهٔ اکسل است؛ آن را با قالب CSV UTF-8 ذخیره کنید و بفرستید."));

    public static ApiProblem NotText { get; } = Bad("salary-list.not-text", new(
        "The list is no text in UTF-8; save it as CSV UTF-8 and send it again.", "فهرست متن UTF-8 نیست؛ آن را با قالب CSV UTF-8 ذخیره کنید و دوباره بفرستید."));

    public static ApiProblem NoRows { get; } = Bad("salary-list.no-rows", new(
        "The list names its columns and has no rows below them.", "فهرست فقط سرستون دارد و هیچ ردیفی ندارد."));

    public static ApiProblem NotRows(long line) => Bad("salary-list.not-rows", new(
        $"The list cannot be taken apart at line {line}: a quote is not closed or stands within a field, or the row is too long; save it as CSV again.",
        $"سطر {line} فهرست خوانده نمی‌شود: نقل‌قولی بسته نشده یا میان خانه آمده یا سطر بسیار بلند است؛ آن را دوباره CSV ذخیره کنید."));

    public static ApiProblem NoHeader(string first) => Bad("salary-list.no-header", new(
        $"No row names the columns: an amount in rials (amount, مبلغ) and a deposit id, a loan id or a contract number (deposit id, شناسه واریز) are needed. The list begins with '{Shown(first)}'.",
        $"سرستون‌ها پیدا نشد: مبلغ به ریال و شناسه واریز، شناسه تسهیلات یا شماره قرارداد لازم است. فهرست با «{Shown(first)}» آغاز می‌شود."));

    public static ApiProblem ColumnTwice(string column) => Bad("salary-list.column-twice", new(
        $"The column '{Shown(column)}' is there twice under one meaning; leave one of the two out.", $"ستون «{Shown(column)}» دو بار آمده است؛ یکی را حذف کنید."));

    public static ApiProblem TooManyRows(int most) => Bad("salary-list.too-long", new(
        $"The list has more than {most} rows; ask the employer to pay it by several transfers, a list to each.",
        $"فهرست بیش از {most} ردیف دارد؛ از کارفرما بخواهید آن را در چند واریز، هر یک با فهرست خود، بپردازد."));

    /// <summary>The reference was told before with another list, or as a receipt.</summary>
    public static ApiProblem ReferenceReused { get; } = ApiProblem.Reused("salary-list.reference-reused", new Bilingual(
        "This reference stands for another list, another value date or a receipt already. A list is told once; what is missing of it is sent under the reference of its own transfer.",
        "این شماره پیش‌تر برای فهرست، تاریخ ارزش یا دریافت دیگری ثبت شده است. هر فهرست یک بار ثبت می‌شود؛ بقیه را با شمارهٔ واریز خودش بفرستید."));

    /// <summary>The bank's statement showed the transfer before, and it is somebody's already.</summary>
    public static ApiProblem TransferTaken { get; } = new(409, "salary-list.transfer-taken", new Bilingual(
        "The statement has shown this transfer before, and it is a receipt of one loan or given to somebody by finance. Have that receipt taken back into suspense (its reversal with money=suspense), then send the list again.",
        "صورتحساب این واریز را پیش‌تر نشان داده و وجه آن دریافتِ یک تسهیلات شده یا مالی آن را به کسی داده است. برگشت آن دریافت را به حساب معلق (money=suspense) بخواهید و سپس فهرست را دوباره بفرستید."));

    private static ApiProblem Bad(string code, Bilingual message) => new(400, code, message);

    private static string Shown(string text) => text.Length <= LongestShown ? text : text[..LongestShown];
}
