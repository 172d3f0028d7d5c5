using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Handlers;

namespace LoanServicing.Repayment.Store;

/// <summary>What was told to Funding, by message id, so that the loan books and the journal can be compared (rule R9).</summary>
internal static class PostingStore
{
    private const string Insert =
        """
        insert into posting (
          loan_id, fact_sequence, message_id, cause_id, amount, alavi, sina, fee, credit, principal_repaid_after, business_date,
          written_off_alavi, written_off_sina, recovered_alavi, recovered_sina,
          late_charges, charity)
        values (
          @loanId, @Sequence, @MessageId, @causeId, @Amount, @Alavi, @Sina, @Fee, @Credit, @PrincipalRepaid, @BusinessDate,
          @WrittenOffAlavi, @WrittenOffSina, @RecoveredAlavi, @RecoveredSina,
          @LateCharges, @Charity)
        """;

    /// <param name="causeId">The receipt, the reversal, or the fact that caused it; once, for ever.</param>
    public static Task InsertAsync(UnitOfWork unit, FactHeader header, Guid loanId, Guid causeId, LoanPosting posting)
    {
        var (writtenOff, recovered) = (Posted.NoneIsNull(posting.WrittenOff), Posted.NoneIsNull(posting.Recovered));
        return unit.ExecuteAsync(Insert, new
        {
            loanId,
            header.Sequence,
            header.MessageId,
            causeId,
            posting.Amount,
            posting.Funders.Alavi,
            posting.Funders.Sina,
            posting.Fee,
            posting.Credit,
            posting.After.Standing.PrincipalRepaid,
            header.BusinessDate,
            WrittenOffAlavi = writtenOff?.Alavi,
            WrittenOffSina = writtenOff?.Sina,
            RecoveredAlavi = recovered?.Alavi,
            RecoveredSina = recovered?.Sina,
            LateCharges = Posted.NoneIsNull(posting.LateCharges),
            Charity = Posted.NoneIsNull(posting.Charity),
        });
    }
}
