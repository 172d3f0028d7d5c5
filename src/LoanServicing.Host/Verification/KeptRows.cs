using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Host.Verification;

/// <summary>A loan's shares, and which application and tranche it is of.</summary>
internal sealed record KeptLoan : IKeptTwice
{
    public Guid Key { get; init; }

    public Guid ApplicationId { get; init; }

    public string Tranche { get; init; } = "";

    public Rials Alavi { get; init; }

    public Rials Sina { get; init; }
}

/// <summary>A contract as a payment order has it.</summary>
internal sealed record OrderedContract
{
    public Guid Key { get; init; }

    public string Terms { get; init; } = "";
}

/// <summary>What a loan's plan is made of.</summary>
internal sealed record KeptContract : IKeptTwice
{
    public Guid Key { get; init; }

    public Rials Principal { get; init; }

    public int Installments { get; init; }

    public string FeeMethod { get; init; } = "";

    public int FeeRateBasisPoints { get; init; }

    public Rials RoundingUnit { get; init; }

    public int FeeGraceMonths { get; init; }

    /// <summary>In which order receipts pay what is owed; empty where a side does not keep it.</summary>
    public string AllocationOrder { get; init; } = "";

    /// <summary>What lateness costs, empty likewise and where it is nothing.</summary>
    public string LatePolicy { get; init; } = "";

    public int LateRateBasisPoints { get; init; }

    public int LateYearDays { get; init; }

    /// <summary>In the funders' books of a loan that was paid out before they kept the terms.</summary>
    public bool IsUnknown => FeeMethod.Length == 0;

    /// <summary>Without the order of allocation and what lateness costs, which are no concern of the funders' books.</summary>
    public static KeptContract ForFunders(OrderedContract ordered) => Of(ordered) with { AllocationOrder = "", LatePolicy = "", LateRateBasisPoints = 0, LateYearDays = 0 };

    public static KeptContract Of(OrderedContract ordered)
    {
        var terms = FactJson.Read<LoanTermsAgreed>(ordered.Terms);
        return new KeptContract
        {
            Key = ordered.Key,
            Principal = terms.Principal,
            Installments = terms.Installments,
            FeeMethod = terms.FeeMethod.ToString(),
            FeeRateBasisPoints = terms.FeeRateBasisPoints,
            RoundingUnit = terms.RoundingUnit,
            FeeGraceMonths = terms.FeeGraceMonths ?? 0,
            AllocationOrder = (terms.AllocationOrder ?? default).ToString(),
            LatePolicy = terms.LatePolicy?.ToString() ?? "",
            LateRateBasisPoints = terms.LateRateBasisPoints ?? 0,
            LateYearDays = terms.LateYearDays ?? 0,
        };
    }
}

/// <summary>What has become of a loan since it was paid out.</summary>
internal sealed record KeptLife : IKeptTwice
{
    public Guid Key { get; init; }

    /// <summary>Of the last of its facts that is in it: where two sides have come to the same one, they say the same.</summary>
    public long Sequence { get; init; }

    /// <summary>As the funders' books write it.</summary>
    public string State { get; init; } = "";

    public string PlanChanges { get; init; } = "";

    public Rials Recovered { get; init; }
}

/// <summary>The parts of a posting.</summary>
internal sealed record KeptPosting : IKeptTwice
{
    public Guid Key { get; init; }

    public Rials Alavi { get; init; }

    public Rials Sina { get; init; }

    public Rials Fee { get; init; }

    public Rials Credit { get; init; }

    public Rials WrittenOffAlavi { get; init; }

    public Rials WrittenOffSina { get; init; }

    public Rials RecoveredAlavi { get; init; }

    public Rials RecoveredSina { get; init; }

    public Rials LateCharges { get; init; }

    public Rials Charity { get; init; }

    /// <summary>Above zero where the journal has recoveries by who bears the loss, under an order of loss: the loan books only know whose principal it was.</summary>
    public int ByBearer { get; init; }

    /// <summary>Whether the journal says the same of it.</summary>
    public bool IsBookedAs(KeptPosting booked) => booked.ByBearer == 0
        ? this == booked
        : InAll(this) == InAll(booked)
            && this with { RecoveredAlavi = default, RecoveredSina = default } == booked with { ByBearer = 0, RecoveredAlavi = default, RecoveredSina = default };

    private static Int128 InAll(KeptPosting posting) => (Int128)posting.RecoveredAlavi.Value + posting.RecoveredSina.Value;
}

/// <summary>A sum in suspense.</summary>
internal sealed record KeptSuspense : IKeptTwice
{
    public Guid Key { get; init; }

    public Guid SuspenseId { get; init; }

    public string BankReference { get; init; } = "";

    public LocalDate ValueDate { get; init; }

    public Rials Amount { get; init; }
}

internal sealed record KeptRefund : IKeptTwice
{
    public Guid Key { get; init; }

    public Guid RefundId { get; init; }

    public Guid LoanId { get; init; }

    public Rials Amount { get; init; }

    public LocalDate ValueDate { get; init; }

    public string BankReference { get; init; } = "";
}
