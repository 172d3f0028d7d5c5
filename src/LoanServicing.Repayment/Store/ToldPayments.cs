using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Handlers;

namespace LoanServicing.Repayment.Store;

/// <summary>
/// Every bank reference that has become a receipt or suspense: the one key that both share (rule R8). Under one reference of the bank, whatever the channel,
/// they stand in places 1, 2, 3, ..., so that units which tell the same money through two channels meet there and one of them sees the other.
/// </summary>
internal static class ToldPayments
{
    private const string LastPlace = "select coalesce(max(place), 0) from told_payment where shared_reference = @sharedReference";

    private const string Insert =
        "insert into told_payment (channel, bank_reference, shared_reference, place) values (@channel, @bankReference, @sharedReference, @place)";

    private const string Repeat =
        """
        update told_payment set repeated_channel = @Channel, repeated_reference = @BankReference
        where channel = @ofChannel and bank_reference = @ofReference
          and (repeated_channel is null or (repeated_channel = @Channel and repeated_reference = @BankReference))
        """;

    private const string CountRepeated =
        "select count(*) from told_payment where channel = @channel and bank_reference = @bankReference and repeated_channel is not null";

    /// <summary>The next place under the reference. Ask before looking for what others have told of it: whatever comes between takes this place, and then ours is a duplicate.</summary>
    public static async Task<int> NextPlaceAsync(UnitOfWork unit, string bankReference) =>
        await unit.QuerySingleAsync<int>(LastPlace, new { sharedReference = LineReference.Shared(bankReference) }) + 1;

    /// <summary>
    /// Takes the reference and the place for the receipt or the suspense that this unit makes; a duplicate of either ends the unit, and it sees the other's row
    /// when it runs again.
    /// </summary>
    public static Task TakeAsync(UnitOfWork unit, string channel, string bankReference, int place) =>
        unit.ExecuteAsync(Insert, new { channel, bankReference, sharedReference = LineReference.Shared(bankReference), place });

    /// <summary>Keeps that <paramref name="telling"/> told once more of money that is in the books, and made nothing. No other telling repeats it then.</summary>
    public static async Task RepeatAsync(UnitOfWork unit, string ofChannel, string ofReference, ReceiptOrder telling)
    {
        if (await unit.ExecuteAsync(Repeat, new { telling.Channel, telling.BankReference, ofChannel, ofReference }) != 1)
        {
            throw new ConcurrentChangeException($"The money of the bank reference {ofReference}");
        }
    }

    public static async Task<bool> IsRepeatedAsync(UnitOfWork unit, string channel, string bankReference) =>
        await unit.QuerySingleAsync<long>(CountRepeated, new { channel, bankReference }) > 0;
}
