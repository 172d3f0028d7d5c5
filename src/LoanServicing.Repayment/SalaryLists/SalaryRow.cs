using LoanServicing.Domain;
using LoanServicing.Domain.Money;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary>A row of a list beside the loans: whose it is and how much, or what is wrong with it.</summary>
/// <param name="Number">1, 2, 3, ... in the order of the list: with the list's reference it names the receipt.</param>
/// <param name="ToldFor">The deposit id, loan id or contract number, as told.</param>
/// <param name="Amount">Zero where it cannot be read.</param>
/// <param name="Loan">Null where the row names none.</param>
/// <param name="IsRepeated">A row above is for the same loan, which may be: two instalments, or two deductions.</param>
internal sealed record SalaryRow(int Line, int Number, string ToldFor, Rials Amount, LoanRow? Loan, bool IsRepeated, RowProblem? Problem);

/// <summary>Why a row cannot be posted: the closed list of codes is here.</summary>
/// <param name="MayBeSuspended">Its money is known, so it can be kept in suspense where the rest of the list is to be posted.</param>
internal sealed record RowProblem(string Code, Bilingual Message, bool MayBeSuspended = true)
{
    /// <summary>The stable code of a row of which no loan is known.</summary>
    public const string Unknown = "salary-row.unknown";

    public static RowProblem Amount(string? text) => new("salary-row.amount", new(
        $"'{text}' is no amount of 1 rial or more in whole rials; write it as 5000000 or 5,000,000, and leave out rows of totals.",
        $"«{text}» مبلغی از ۱ ریال به بالا و بدون اعشار نیست؛ آن را مانند ۵٬۰۰۰٬۰۰۰ بنویسید و ردیف جمع را حذف کنید."), MayBeSuspended: false);

    public static RowProblem NoLoan { get; } = new("salary-row.no-loan", new(
        "The row names no deposit id, loan id or contract number.", "در این ردیف شناسه واریز، شناسه تسهیلات یا شماره قرارداد نیست."));

    public static RowProblem NoSuchLoan(string toldFor) => new(Unknown, new(
        $"'{toldFor}' names no loan; look for a wrong or lost digit.", $"«{toldFor}» تسهیلاتی را نشان نمی‌دهد؛ رقم‌های آن را بررسی کنید."));

    public static RowProblem SeveralLoans(string toldFor) => new("salary-row.several-loans", new(
        $"'{toldFor}' and what else the row names stand for more than one loan; name it by its deposit id alone.",
        $"«{toldFor}» و دیگر مشخصات این ردیف بیش از یک تسهیلات را نشان می‌دهد؛ فقط شناسه واریز را بنویسید."));

    public static RowProblem AnotherPerson(string toldFor) => new("salary-row.another-person", new(
        $"The loan of '{toldFor}' is not of the person with this national id.", $"تسهیلات «{toldFor}» متعلق به دارندهٔ این کد ملی نیست."));
}
