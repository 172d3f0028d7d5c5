using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Funding.Books;

/// <summary>
/// The journal in the format of hledger (hledger.org), a program that nobody here wrote: what it adds up must be our trial balance. An account there is
/// <c>ACCOUNT:OWNER:tranche</c>, without the last part for money of no tranche; a debit is positive.
/// </summary>
internal static class HledgerText
{
    public const string MediaType = "text/x-hledger";

    private const string Commodity = "IRR";

    /// <param name="kept">The keys of the kept balances; each account that an entry uses is declared.</param>
    public static async Task WriteAsync(
        TextWriter writer, IEnumerable<AccountBalance> kept, IAsyncEnumerable<StoredEntry> entries, BookDays days, CancellationToken cancel)
    {
        await writer.WriteAsync(Head(kept, days).AsMemory(), cancel);
        await foreach (var entry in entries.WithCancellation(cancel))
        {
            await writer.WriteAsync(Transaction(entry).AsMemory(), cancel);
        }
    }

    private static string Head(IEnumerable<AccountBalance> kept, BookDays days)
    {
        var accounts = kept.Select(row => (Name: NameOf(row.Account, row.Owner, row.Tranche), Type: TypeOf(Accounts.Of(row.Account))))
            .Distinct().OrderBy(account => account.Name, StringComparer.Ordinal);
        return string.Concat(
        [
            $"; Journal of the programme{Within(days)}. Whole rials; a debit is positive.\n",
            $"decimal-mark .\ncommodity 1000. {Commodity}\n\n",
            .. accounts.Select(account => $"account {account.Name}  ; type:{account.Type}\n"),
        ]);
    }

    private static string Within(BookDays days) =>
        (days.From > BookDays.Beginning ? $" from {Iso(days.From)}" : "") + (days.To < LocalDate.MaxIsoValue ? $" to {Iso(days.To)}" : "");

    private static string Transaction(StoredEntry stored)
    {
        var entry = stored.Entry;
        var reference = entry.BankReference is { } text ? $" {Plain(text)}" : "";
        var dates = (entry.ValueDate is { } valueDate ? $", valueDate:{Iso(valueDate)}" : "") + (entry.FactDate is { } factDate ? $", factDate:{Iso(factDate)}" : "");
        var head = $"\n{Iso(entry.BusinessDate)} * ({entry.EntryId:D}) {entry.Kind}{reference}  ; subject:{entry.SubjectId:D}, source:{entry.SourceId:D}{dates}\n";
        return string.Concat([head, .. stored.Lines.SelectMany(Postings)]);
    }

    private static IEnumerable<string> Postings(LineRow line) =>
    [
        Posting(NameOf(line.Debit, line.Owner, line.Tranche), line.Amount),
        Posting(NameOf(line.Credit, line.Owner, line.Tranche), -line.Amount),
    ];

    private static string Posting(string account, Rials amount) => $"    {account}  {amount} {Commodity}\n";

    private static string NameOf(string account, string owner, string? tranche) =>
        string.IsNullOrEmpty(tranche) ? $"{account}:{owner}" : $"{account}:{owner}:{tranche}";

    private static char TypeOf(Account account) => account.Kind switch
    {
        AccountKind.Asset when account == Accounts.Cash => 'C',
        AccountKind.Asset or AccountKind.ContraAsset => 'A',
        AccountKind.Liability => 'L',
        AccountKind.Capital or AccountKind.ContraCapital => 'E',
        AccountKind.Income or AccountKind.ContraIncome => 'R',
        _ => throw new ArgumentOutOfRangeException(nameof(account), account, "hledger has no type for this kind of account."),
    };

    /// <summary>Without what would end the description: a semicolon begins a comment there, a stroke parts the payee from a note.</summary>
    private static string Plain(string text) => string.Concat(text.Select(c => c is ';' or '|' || char.IsControl(c) ? ' ' : c)).Trim();

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
