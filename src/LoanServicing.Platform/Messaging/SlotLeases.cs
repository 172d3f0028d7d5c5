using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// Which hash slots this dispatcher may deliver. Slots are leased, not rows: skipping locked rows would let a later fact of a key overtake an
/// earlier one. Each take-over has a higher fencing number, which every settlement names, so that a dispatcher that slept through its lease
/// can no longer change what its successor delivers.
/// </summary>
public sealed class SlotLeases(IDatabase database, Duration length)
{
    private const string CreateSlot =
        """
        insert into dispatcher_slot (slot, token, expires_at)
        select @slot, 0, 0 where not exists (select 1 from dispatcher_slot where slot = @slot)
        """;

    private const string Renew = "update dispatcher_slot set expires_at = @until where token = @token";

    private const string HighestToken = "select max(token) from dispatcher_slot";

    private const string TakeExpired = "update dispatcher_slot set token = @token, expires_at = @until where expires_at < @Now";

    private const string Held = "select slot from dispatcher_slot where token = @token order by slot";

    private const string Move = "update dispatcher_slot set token = @token, expires_at = @until where token = @old";

    private const string GiveBack = "update dispatcher_slot set expires_at = 0 where token = @token";

    /// <summary>The fencing number of the current lease; 0 while no slot is held.</summary>
    public long Token { get; private set; }

    /// <summary>Renews the lease, or takes every slot whose lease has run out, and says which slots are held.</summary>
    public async Task<IReadOnlyList<int>> RenewAsync(CancellationToken cancel)
    {
        var (token, slots) = await database.WriteAsync(RenewOrTakeAsync, cancel);
        Token = token;
        return slots;
    }

    public Task ReleaseAsync(CancellationToken cancel) => Token == 0
        ? Task.CompletedTask
        : database.WriteAsync(unit => unit.ExecuteAsync(GiveBack, new { token = Token }), cancel);

    private async Task<(long Token, IReadOnlyList<int> Slots)> RenewOrTakeAsync(UnitOfWork unit)
    {
        var until = unit.Now + length;
        if (Token > 0 && await unit.ExecuteAsync(Renew, new { until, token = Token }) == Slots.Count)
        {
            return (Token, (await unit.QueryAsync<int>(Held, new { token = Token })).ToList());
        }

        for (var slot = 0; slot < Slots.Count; slot++)
        {
            await unit.ExecuteAsync(CreateSlot, new { slot });
        }

        // A new number for all slots together: those still held move to it too, so that one number names the whole lease.
        var token = await unit.QuerySingleAsync<long>(HighestToken) + 1;
        if (Token > 0)
        {
            await unit.ExecuteAsync(Move, new { token, until, old = Token });
        }

        await unit.ExecuteAsync(TakeExpired, new { token, until, unit.Now });
        var slots = (await unit.QueryAsync<int>(Held, new { token })).ToList();
        return slots.Count > 0 ? (token, slots) : (0, slots); // an unused number is another dispatcher's next one
    }
}
