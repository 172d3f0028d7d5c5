using LoanServicing.Contracts;
using LoanServicing.Platform.Data;

namespace LoanServicing.Repayment.Store;

/// <summary>What was told to Funding, by message id, so that the loan books and the journal can be compared (rule R9).</summary>
internal static class PostingStore
{
    private const string Insert =
        """
        insert into posting (
          loan_id, fact_sequence, message_id, cause_id, amount, alavi, sina, fee, credit, principal_repaid_after, business_date)
        values (
          @LoanId, @Sequence, @MessageId, @ReceiptId, @Amount, @Alavi, @Sina, @Fee, @Credit, @PrincipalRepaidAfter, @BusinessDate)
        """;

    public static Task InsertAsync(UnitOfWork unit, RepaymentPosted fact) => unit.ExecuteAsync(Insert, new
    {
        fact.LoanId,
        fact.Header.Sequence,
        fact.Header.MessageId,
        fact.ReceiptId,
        fact.Amount,
        fact.Shares.Alavi,
        fact.Shares.Sina,
        fact.Fee,
        fact.Credit,
        fact.PrincipalRepaidAfter,
        fact.Header.BusinessDate,
    });
}
