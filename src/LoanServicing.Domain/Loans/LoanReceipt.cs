using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>Money received for a loan.</summary>
/// <param name="ValueDate">The day on which it counts, ISO; not before the loan was paid out.</param>
/// <param name="Amount">In rials, above zero.</param>
public readonly record struct LoanReceipt(LocalDate ValueDate, Rials Amount);

/// <summary>What one receipt paid of one instalment.</summary>
/// <param name="Number">The instalment, from 1.</param>
/// <param name="Principal">In rials, not negative.</param>
/// <param name="Fee">In rials, not negative.</param>
public readonly record struct Allocation(int Number, Rials Principal, Rials Fee);
