using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;

namespace LoanServicing.Disbursement.Store;

/// <summary>The one row on which those who put orders into files take turns, and the serial that is in the message ids of ccti files.</summary>
internal static class PaymentFileCounter
{
    private const string TakeTurn = "update payment_file_counter set version = version + 1 where id = 1";

    private const string Count = "update payment_file_counter set last_serial = last_serial + 1 where id = 1";

    private const string Select = "select last_serial from payment_file_counter where id = 1";

    /// <summary>
    /// Waits until every unit of work that is putting orders into files has ended, and makes later ones wait for this one: two that count a payee's
    /// orders at once could each find room for one more.
    /// </summary>
    /// <exception cref="InvalidOperationException">The row is gone: serials would begin anew.</exception>
    public static async Task TakeTurnAsync(UnitOfWork unit) => RequireRow(await unit.ExecuteAsync(TakeTurn));

    /// <summary>A serial that was never given before and never is again; what is rolled back was given to nobody.</summary>
    public static async Task<long> NextSerialAsync(UnitOfWork unit)
    {
        RequireRow(await unit.ExecuteAsync(Count));
        return await unit.QuerySingleAsync<long>(Select);
    }

    /// <summary>The message id of a ccti file of this account.</summary>
    public static string MessageId(string debtorIban, long serial) => PaymentIds.CctiMessageId(Sheba.Parse(debtorIban), serial);

    private static void RequireRow(int rows)
    {
        if (rows != 1)
        {
            throw new InvalidOperationException("The counter of payment files is gone; restore the database, or message ids could be given twice.");
        }
    }
}
