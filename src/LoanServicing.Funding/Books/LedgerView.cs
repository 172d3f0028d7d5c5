using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>One line of an account, in rials.</summary>
/// <param name="Against">The account on the other side.</param>
/// <param name="DebitRials">Zero where the account is credited.</param>
/// <param name="BalanceRials">After this line, on the side on which the account grows; negative on the other.</param>
public sealed record LedgerLine(
    Guid EntryId,
    string Kind,
    LocalDate BookingDate,
    string BookingDatePersian,
    LocalDate? FactDate,
    LocalDate? ValueDate,
    string? ValueDatePersian,
    string? BankReference,
    Guid SubjectId,
    string Owner,
    string? Tranche,
    string Against,
    Rials DebitRials,
    Rials CreditRials,
    Rials BalanceRials)
{
    /// <param name="balance">After the line.</param>
    internal static LedgerLine Of(EntryRow entry, LineRow line, Account account, Rials balance)
    {
        var isDebit = line.Debit == account.Code;
        return new LedgerLine(
            entry.EntryId,
            entry.Kind,
            entry.BusinessDate,
            entry.BusinessDate.ToPersian(),
            entry.FactDate,
            entry.ValueDate,
            entry.ValueDate.ToPersian(),
            entry.BankReference,
            entry.SubjectId,
            line.Owner,
            line.Tranche,
            isDebit ? line.Credit : line.Debit,
            isDebit ? line.Amount : Rials.Zero,
            isDebit ? Rials.Zero : line.Amount,
            balance);
    }
}

/// <summary>A page of one account in booking order. A page holds whole entries: <c>limit</c> counts entries, of which some have two lines here.</summary>
/// <param name="OpeningRials">The balance before the first line of this page, on the side on which the account grows.</param>
public sealed record LedgerPage(
    string Account,
    string? Owner,
    string? Tranche,
    LocalDate From,
    string FromPersian,
    LocalDate To,
    string ToPersian,
    Rials OpeningRials,
    IReadOnlyList<LedgerLine> Items,
    string? NextCursor);
