using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Funding;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Store;

internal static class ReservationStore
{
    public const string Columns =
        """
        application_id, round, tranche, county, amount, share_alavi, share_sina, state, shortage, queue_number,
        asked_at, business_date, order_id, payment_attempt, loan_id, version
        """;

    private const string Select = $"select {Columns} from reservation where application_id = @applicationId and round = @round";

    private const string SelectHead =
        $"""
        select {Columns} from reservation
        where state = 'queued' and tranche = @tranche
          and queue_number = (select min(queue_number) from reservation where state = 'queued' and tranche = @tranche)
        """;

    private const string Insert =
        $"""
        insert into reservation ({Columns})
        values (
          @ApplicationId, @Round, @Tranche, @County, @Amount, @ShareAlavi, @ShareSina, @State, @Shortage, @QueueNumber,
          @AskedAt, @BusinessDate, @OrderId, @PaymentAttempt, @LoanId, 1)
        """;

    private const string Update =
        """
        update reservation
        set share_alavi = @ShareAlavi, share_sina = @ShareSina, state = @State, business_date = @BusinessDate, order_id = @OrderId,
            payment_attempt = @PaymentAttempt, loan_id = @LoanId, version = version + 1
        where application_id = @ApplicationId and round = @Round and version = @Version
        """;

    /// <summary>Under which key facts wait for a reservation to change.</summary>
    public static string WaitKey(Guid applicationId, int round) => $"reservation:{applicationId:N}:{round}";

    public static Task<ReservationRow?> FindAsync(UnitOfWork unit, Guid applicationId, int round) =>
        unit.QuerySingleOrDefaultAsync<ReservationRow>(Select, new { applicationId, round });

    /// <summary>The first in a tranche's waiting list.</summary>
    public static Task<ReservationRow?> HeadOfQueueAsync(UnitOfWork unit, string tranche) =>
        unit.QuerySingleOrDefaultAsync<ReservationRow>(SelectHead, new { tranche });

    /// <inheritdoc cref="HeadOfQueueAsync(UnitOfWork, string)"/>
    public static Task<ReservationRow?> HeadOfQueueAsync(DbConnection connection, string tranche) =>
        connection.QuerySingleOrDefaultAsync<ReservationRow>(SelectHead, new { tranche });

    /// <summary>Stores a reservation's step, the first one too, and keeps it for the replay. Whatever waited for it to change is looked at again.</summary>
    /// <param name="before">As it was read, or as it was asked for.</param>
    /// <param name="messageId">Of the fact; null where the waiting list came to it.</param>
    public static async Task MoveAsync(UnitOfWork unit, ReservationRow before, ReservationRow after, ReservationFact cause, Guid? messageId)
    {
        RowVersion.Expect(await unit.ExecuteAsync(before.Version == 0 ? Insert : Update, after), after.Name);
        await ReservationTransitionStore.AddAsync(unit, before, after, cause, messageId);
        unit.Arrived(WaitKey(after.ApplicationId, after.Round));
    }
}
