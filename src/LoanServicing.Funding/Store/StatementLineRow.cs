using LoanServicing.Domain.Money;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Platform.Audit;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Funding.Store;

/// <summary>One line of the bank's statement as stored: what the bank said, which never changes, and what became of it.</summary>
internal sealed record StatementLineRow
{
    /// <summary>Not compared with the books yet.</summary>
    public const string New = "new";

    /// <summary>Compared, and a break.</summary>
    public const string Open = "open";

    /// <summary>Told to the service that books such money; what it books is matched when it comes.</summary>
    public const string Sent = "sent";

    public const string Matched = "matched";

    /// <summary>In characters, of a deposit id or an IBAN.</summary>
    public const int LongestId = 50;

    /// <summary>Two people said that it is to be left out.</summary>
    public const string Excluded = "excluded";

    public Guid LineId { get; init; }

    public string LineKey { get; init; } = "";

    public Guid FileId { get; init; }

    public int Statement { get; init; }

    public int Number { get; init; }

    public int Detail { get; init; }

    public long TextLine { get; init; }

    public string Account { get; init; } = "";

    public bool Credit { get; init; }

    public Rials Amount { get; init; }

    public LocalDate ValueDate { get; init; }

    public LocalDate BookingDate { get; init; }

    public string Reference { get; init; } = "";

    public string? EndToEndId { get; init; }

    /// <summary>As the payer wrote it, digits only where it is one.</summary>
    public string? DepositId { get; init; }

    public Guid? LoanId { get; init; }

    public string? Payer { get; init; }

    public string? PayerIban { get; init; }

    public string? Narrative { get; init; }

    public bool Reversal { get; init; }

    public string? ReturnReason { get; init; }

    public string Hash { get; init; } = "";

    public string State { get; init; } = "";

    /// <summary>The reference under which it was sent on; null where it was not.</summary>
    public string? SentAs { get; init; }

    public Guid? MatchId { get; init; }

    public LocalDate BusinessDate { get; init; }

    public string Name => $"statement line {LineId:D}";

    public BankLine ToLine() => new(LineId, Credit, Amount, ValueDate, Reference, EndToEndId, LoanId, Reversal, SentAs);

    /// <summary>Over all that the bank said.</summary>
    public string ComputeHash() => EntryHash.Of(
        LineId.ToString("N"), LineKey, FileId.ToString("N"), $"{Statement}", $"{Number}", $"{Detail}", $"{TextLine}", Account, Credit ? "1" : "0", Amount.ToString(),
        LocalDatePattern.Iso.Format(ValueDate), LocalDatePattern.Iso.Format(BookingDate), Reference, EndToEndId ?? "", DepositId ?? "", Payer ?? "",
        PayerIban ?? "", Narrative ?? "", Reversal ? "1" : "0", ReturnReason ?? "");
}
