using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>What is unpaid of one instalment.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Year">The loan-year of the instalment, from 1.</param>
/// <param name="Fee">Fee unpaid, in rials.</param>
/// <param name="Principal">Principal unpaid, in rials.</param>
/// <param name="FeeCharged">The whole fee of the instalment: as planned, or less where less principal was outstanding (<see cref="ServiceFee.ActualFee"/>).</param>
public readonly record struct Claim(int Number, int Year, Rials Fee, Rials Principal, Rials FeeCharged)
{
    public Rials Total => Fee + Principal;
}

/// <summary>The oldest instalment of which something is unpaid.</summary>
public readonly record struct NextDue(int Number, LocalDate DueDate, Rials Amount);

/// <summary>One row of a loan's schedule with what was paid of it.</summary>
/// <param name="Instalment">As planned, but with the fee that is in fact charged.</param>
public readonly record struct InstalmentStanding(Instalment Instalment, Rials PrincipalPaid, Rials FeePaid)
{
    public Rials Unpaid => Instalment.Total - PrincipalPaid - FeePaid;
}
