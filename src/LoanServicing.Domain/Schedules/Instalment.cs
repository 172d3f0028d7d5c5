using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Schedules;

/// <summary>One row of a plan.</summary>
/// <param name="Number">From 1.</param>
/// <param name="DueDate">ISO date; a holiday does not move it.</param>
/// <param name="Principal">Principal due, in rials, not negative.</param>
/// <param name="Fee">Service fee planned, in rials, not negative; what is charged in the end may be less (<see cref="ServiceFee.ActualFee"/>).</param>
public readonly record struct Instalment(int Number, LocalDate DueDate, Rials Principal, Rials Fee)
{
    public Rials Total => Principal + Fee;
}
