using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Messaging;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Disbursement.Store;

/// <summary>A payment order as stored.</summary>
internal sealed record PaymentOrderRow
{
    public long Number { get; init; }

    public Guid OrderId { get; init; }

    public long Version { get; init; }

    public Guid ApplicationId { get; init; }

    public int PaymentAttempt { get; init; }

    public int ReservationRound { get; init; }

    public string State { get; init; } = "";

    public string EndToEndId { get; init; } = "";

    public string NationalId { get; init; } = "";

    public string FullName { get; init; } = "";

    public string County { get; init; } = "";

    public string Tranche { get; init; } = "";

    public string ContractNumber { get; init; } = "";

    /// <summary><see cref="LoanTermsAgreed"/> as JSON.</summary>
    public string Terms { get; init; } = "";

    public Rials Amount { get; init; }

    public Rials Alavi { get; init; }

    public Rials Sina { get; init; }

    public string Iban { get; init; } = "";

    public LocalDate OrderedOn { get; init; }

    public Instant OrderedAt { get; init; }

    public Guid? FileId { get; init; }

    public int? FilePosition { get; init; }

    /// <summary>Chosen when the order is put into its file; null before, and of an order from before there were rails.</summary>
    public string? Rail { get; init; }

    /// <summary>Why no rail takes the order, which is in no file and waits; null when one does, or none has been looked for.</summary>
    public string? RailProblem { get; init; }

    /// <summary>The later attempt whose payment this refused order was taken as, when people took it as paid; null otherwise.</summary>
    public int? StandsForAttempt { get; init; }

    public Guid? LoanId { get; init; }

    public LocalDate? ValueDate { get; init; }

    public string? BankReference { get; init; }

    public LocalDate? ReturnedOn { get; init; }

    public string? ReasonCode { get; init; }

    public string? ReasonText { get; init; }

    /// <summary>The attempt under which the others know this order.</summary>
    public int AttemptInBooks => StandsForAttempt ?? PaymentAttempt;

    public FunderShares Shares => new(Alavi, Sina);

    public Borrower Borrower => new(NationalId, FullName, County, Tranche);

    /// <exception cref="InvalidOperationException">The stored name is none of a state: a damaged row.</exception>
    public PaymentOrderState StateNow =>
        PaymentOrderNames.StateOf(State) ?? throw new InvalidOperationException($"Payment order {OrderId} is in no known state ('{State}').");

    public PaymentOrderFacts Facts => new(StateNow, Amount, OrderedOn, ValueDate, BankReference);

    /// <summary>Whether this is the order of an attempt, be it made for it or taken as its payment.</summary>
    public bool Serves(int attempt) => attempt == PaymentAttempt || attempt == StandsForAttempt;

    /// <summary>Of what never changes after the order is made and the audit trail does not show plainly: whom and what account is paid, and for what.</summary>
    public string ComputeHash() => EntryHash.Of(
        OrderId.ToString("N"), ApplicationId.ToString("N"), $"{PaymentAttempt}", $"{ReservationRound}", EndToEndId, NationalId, FullName, County, Tranche, ContractNumber,
        Iban, LocalDatePattern.Iso.Format(OrderedOn));

    public LoanTermsAgreed ReadTerms() => FactJson.Read<LoanTermsAgreed>(Terms);
}
