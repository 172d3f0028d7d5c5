using LoanServicing.Platform.Data;

namespace LoanServicing.Repayment.Store;

/// <summary>Every bank reference that has become a receipt or suspense: the one key that both share (rule R8).</summary>
internal static class ToldPayments
{
    private const string Insert = "insert into told_payment (channel, bank_reference) values (@channel, @bankReference)";

    /// <summary>Takes the reference for the receipt or the suspense that this unit makes; a duplicate ends the unit, and it sees the other's row when it runs again.</summary>
    public static Task TakeAsync(UnitOfWork unit, string channel, string bankReference) => unit.ExecuteAsync(Insert, new { channel, bankReference });
}
