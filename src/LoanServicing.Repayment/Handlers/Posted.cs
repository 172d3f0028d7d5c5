using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Handlers;

/// <summary>Why a posting is made.</summary>
/// <param name="Id">The receipt, or without one the fact that caused it.</param>
internal sealed record PostingCause(Guid Id, LocalDate ValueDate, string Channel, string BankReference, LocalDate BusinessDate, Guid? SuspenseId = null);

/// <summary>What Funding is told of a posting.</summary>
internal static class Posted
{
    public static RepaymentPosted Fact(UnitOfWork unit, LoanRow row, LoanPosting posting, long sequence, PostingCause cause) => new(
        unit.Header(Streams.Loan, row.Id, sequence, cause.BusinessDate),
        row.Id,
        row.ApplicationId,
        cause.Id,
        row.Tranche,
        row.County,
        posting.Amount,
        posting.Funders,
        posting.Fee,
        posting.Credit,
        posting.After.Standing.PrincipalRepaid,
        cause.ValueDate,
        cause.Channel,
        cause.BankReference,
        cause.SuspenseId,
        NoneIsNull(posting.WrittenOff),
        NoneIsNull(posting.Recovered),
        NoneIsNull(posting.LateCharges),
        NoneIsNull(posting.Charity));

    public static Rials? NoneIsNull(Rials amount) => amount.IsZero ? null : amount;

    public static FunderShares? NoneIsNull(FunderShares shares) => shares == FunderShares.Zero ? null : shares;
}
