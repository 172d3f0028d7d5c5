using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Schedules;

/// <summary>Why terms cannot be given: the closed list of <see cref="LoanTerms.Validate(LoanTerms)"/>.</summary>
public enum TermsProblem
{
    /// <summary>The principal is not between 1 rial and <see cref="Rials.MaxAmount"/>.</summary>
    PrincipalOutOfRange,

    /// <summary>The number of instalments is not between 1 and <see cref="LoanTerms.MaxInstallments"/>.</summary>
    InstallmentsOutOfRange,

    /// <summary>CbiAnnual with 12k + 1 instalments (1, 13, 25, ...): the last would be a fee year without principal.</summary>
    EmptyFeeYear,

    /// <summary>The yearly rate is below 0 or above <see cref="ServiceFee.MaxRateBasisPoints"/>.</summary>
    FeeRateOutOfRange,

    /// <summary>A method with a fee and a rate of 0; that is NoFee.</summary>
    FeeRateRequired,

    /// <summary>NoFee with a rate other than 0.</summary>
    FeeRateNotAllowed,

    /// <summary>The rounding unit is below 1 rial.</summary>
    RoundingUnitOutOfRange,

    /// <summary>The due day is not between 1 and 31.</summary>
    DueDayOutOfRange,

    /// <summary>The first or the last instalment would fall outside the years of the calendar.</summary>
    FirstDueOutOfRange,

    /// <summary>The first due date is not the due day (or the last day) of its Solar Hijri month.</summary>
    FirstDueNotOnDueDay,

    /// <summary>Not a fee method of this version.</summary>
    FeeMethodUnknown,

    /// <summary>The months of grace that a fee is charged for are not 0 to <see cref="LoanTerms.MaxFeeGraceMonths"/>, or there is no fee.</summary>
    FeeGraceOutOfRange,
}
