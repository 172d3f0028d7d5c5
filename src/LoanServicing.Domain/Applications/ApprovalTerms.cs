using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Domain.Applications;

/// <summary>Why an approval cannot be given on these terms.</summary>
public enum ApprovalProblem
{
    /// <summary>More than the applicant asked for.</summary>
    AmountRaised,

    BelowMinimum,

    AboveCeiling,

    InstallmentsNotAllowed,

    /// <summary>No repayment plan can be made of them (<see cref="LoanTerms.Validate(Rials, int, FeeMethod, int, Rials, int)"/>).</summary>
    NoPlan,
}

/// <summary>What is approved: the amount may be less than asked for, never more, and must still be a loan of the product.</summary>
/// <param name="Amount">Principal in rials.</param>
/// <param name="Installments">Number of monthly instalments, fee instalments included.</param>
public readonly record struct ApprovalTerms(Rials Amount, int Installments)
{
    /// <param name="requested">What the applicant asked for, in rials.</param>
    /// <param name="product">The product in force on the day of approval.</param>
    /// <returns>Empty when the terms can be approved.</returns>
    public IReadOnlyList<ApprovalProblem> Problems(Rials requested, LoanProduct product)
    {
        ArgumentNullException.ThrowIfNull(product);
        var problems = new List<ApprovalProblem>();
        Add(problems, ApprovalProblem.AmountRaised, Amount > requested);
        Add(problems, ApprovalProblem.BelowMinimum, Amount < product.Minimum);
        Add(problems, ApprovalProblem.AboveCeiling, Amount > product.Ceiling);
        Add(problems, ApprovalProblem.InstallmentsNotAllowed, !product.Tenors.Contains(Installments));
        if (problems.Count == 0)
        {
            var plan = LoanTerms.Validate(Amount, Installments, product.FeeMethod, product.FeeRateBasisPoints, product.RoundingUnit);
            Add(problems, ApprovalProblem.NoPlan, plan.Count > 0);
        }

        return problems;
    }

    /// <summary>A second person is asked above the limit, and for every referral whatever its amount (design.md section 4).</summary>
    /// <param name="referred">The rules referred the application to an officer.</param>
    /// <param name="limit">The largest amount that one person may approve, in rials.</param>
    public bool NeedSecondPerson(bool referred, Rials limit) => referred || Amount > limit;

    private static void Add(List<ApprovalProblem> problems, ApprovalProblem problem, bool found)
    {
        if (found)
        {
            problems.Add(problem);
        }
    }
}
