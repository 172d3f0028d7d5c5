namespace LoanServicing.Domain.Schedules;

/// <summary>What is asked for; what it means for a plan is <see cref="PlanChanges.Make"/>.</summary>
/// <param name="Months">Of a holiday, or of a pause before the first instalment of a payer in hardship.</param>
/// <param name="Installments">Of an extension: how many more; of hardship: in how many the rest is repaid.</param>
/// <param name="DueDay">The new due day.</param>
public sealed record PlanChangeOrder(PlanChangeKind Kind, int Months = 0, int Installments = 0, int DueDay = 0);

/// <summary>How far a product lets a plan be changed.</summary>
/// <param name="LongestInstallments">Instalments of an extended plan in all, or in which a payer in hardship repays the rest.</param>
/// <param name="LongestHolidayMonths">Months of one holiday or pause.</param>
public sealed record PlanLimits(int LongestInstallments, int LongestHolidayMonths);

/// <summary>Why a plan cannot be changed so: the closed list of <see cref="PlanChanges.Make"/>.</summary>
public enum PlanChangeProblem
{
    None,

    /// <summary>Every instalment has fallen due.</summary>
    NothingToCome,

    /// <summary>No principal is outstanding.</summary>
    NothingOutstanding,

    /// <summary>The months are not 1 (a pause: 0) to the product's longest holiday.</summary>
    MonthsOutOfRange,

    /// <summary>The instalments are too few or more than the product allows.</summary>
    InstallmentsOutOfRange,

    /// <summary>Not a day from 1 to 31, or the one that is in force.</summary>
    DueDayOutOfRange,

    /// <summary>The new dates would leave the years of the calendar.</summary>
    DatesOutOfRange,

    /// <summary>The plan was changed <see cref="PlanChanges.Most"/> times already.</summary>
    TooMany,
}
