using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// Which hash slots this dispatcher may deliver. Slots are leased, not rows: skipping locked rows would let a later fact of a key overtake an
/// earlier one. Each take-over has a higher fencing number, which every settlement names, so that a dispatcher that slept through its lease
/// can no longer change what its successor delivers. Dispatchers that live on one database share its slots about evenly: one that holds more than
/// its share gives the rest back when it renews, and what a dead one held is taken over when its lease has run out.
/// </summary>
public sealed class SlotLeases(IDatabase database, Duration length)
{
    private const string CountSlots = "select count(*) from dispatcher_slot";

    private const string CreateSlot =
        """
        insert into dispatcher_slot (slot, token, expires_at)
        select @slot, 0, 0 where not exists (select 1 from dispatcher_slot where slot = @slot)
        """;

    private const string Live = "update dispatcher set expires_at = @until where instance_id = @instance";

    private const string Begin = "insert into dispatcher (instance_id, expires_at) values (@instance, @until)";

    private const string CountLiving = "select count(*) from dispatcher where expires_at > @Now";

    private const string ForgetDead = "delete from dispatcher where expires_at <= @Now";

    private const string End = "delete from dispatcher where instance_id = @instance";

    private const string Renew = "update dispatcher_slot set expires_at = @until where token = @token and expires_at > 0";

    // The counter's row is written first: of two that take slots at once, one waits for the other's end.
    private const string CountToken = "update dispatcher_token set last_token = last_token + 1 where id = 1";

    private const string BeginTokens =
        "insert into dispatcher_token (id, last_token) select 1, 1 + coalesce(max(token), 0) from dispatcher_slot";

    private const string LastToken = "select last_token from dispatcher_token where id = 1";

    private const string SelectExpired = "select slot from dispatcher_slot where expires_at < @Now order by slot";

    private const string TakeExpired = "update dispatcher_slot set token = @token, expires_at = @until where slot = @slot and expires_at < @Now";

    private const string Held = "select slot from dispatcher_slot where token = @token and expires_at > 0 order by slot";

    private const string Move = "update dispatcher_slot set token = @token, expires_at = @until where token = @old and expires_at > 0";

    private const string GiveBackSlot = "update dispatcher_slot set expires_at = 0 where slot = @slot and token = @token";

    private const string GiveBack = "update dispatcher_slot set expires_at = 0 where token = @token";

    /// <summary>
    /// Bodies whose deliveries two dispatchers finished at once, during a take-over: neither saw the other's row go. Only old ones: a statement may see the
    /// body of a unit that commits meanwhile and not its deliveries.
    /// </summary>
    private const string DeleteOrphans =
        "delete from outbox where created_at < @before and not exists (select 1 from delivery d where d.message_id = outbox.message_id)";

    /// <summary>Longer than any unit lasts.</summary>
    private static readonly Duration OrphanAge = Duration.FromMinutes(10);

    private readonly Guid _instance = Guid.CreateVersion7();

    /// <summary>The fencing number of the current lease; 0 while no slot is held.</summary>
    public long Token { get; private set; }

    /// <summary>Renews the lease, takes slots whose lease has run out up to a fair share, and says which slots are held.</summary>
    public async Task<IReadOnlyList<int>> RenewAsync(CancellationToken cancel)
    {
        var (token, slots) = await database.WriteAsync(RenewOrTakeAsync, cancel);
        Token = token;
        return slots;
    }

    public Task ReleaseAsync(CancellationToken cancel) => database.WriteAsync(
        async unit =>
        {
            await unit.ExecuteAsync(End, new { instance = _instance });
            if (Token > 0)
            {
                await unit.ExecuteAsync(GiveBack, new { token = Token });
            }
        },
        cancel);

    private async Task<(long Token, IReadOnlyList<int> Slots)> RenewOrTakeAsync(UnitOfWork unit)
    {
        var until = unit.Now + length;
        var share = await ShareAsync(unit, until);
        var held = Token > 0 ? await unit.ExecuteAsync(Renew, new { until, token = Token }) : 0;
        if (held >= share)
        {
            return (Token, await KeepAsync(unit, share));
        }

        await CreateSlotsAsync(unit);
        var expired = (await unit.QueryAsync<int>(SelectExpired, new { unit.Now })).Take(share - held).ToList();
        return expired.Count > 0 ? await TakeAsync(unit, expired, until)
            : held > 0 ? (Token, await HeldAsync(unit, Token))
            : (0, []);
    }

    /// <summary>Says that this dispatcher lives, and how many slots are its share.</summary>
    private async Task<int> ShareAsync(UnitOfWork unit, Instant until)
    {
        if (await unit.ExecuteAsync(Live, new { instance = _instance, until }) == 0)
        {
            await unit.ExecuteAsync(ForgetDead, new { unit.Now });
            await unit.ExecuteAsync(Begin, new { instance = _instance, until });
        }

        var living = (int)await unit.QuerySingleAsync<long>(CountLiving, new { unit.Now });
        return (Slots.Count + living - 1) / living;
    }

    /// <summary>Keeps the first slots up to the share and gives the others back; between two pages nothing of them is on its way.</summary>
    private async Task<IReadOnlyList<int>> KeepAsync(UnitOfWork unit, int share)
    {
        var slots = await HeldAsync(unit, Token);
        foreach (var slot in slots.Skip(share))
        {
            await unit.ExecuteAsync(GiveBackSlot, new { slot, token = Token });
        }

        return [.. slots.Take(share)];
    }

    /// <summary>A new number for all slots together: those still held move to it too, so that one number names the whole lease.</summary>
    private async Task<(long Token, IReadOnlyList<int> Slots)> TakeAsync(UnitOfWork unit, IReadOnlyList<int> expired, Instant until)
    {
        var token = await NextTokenAsync(unit);
        if (Token > 0)
        {
            await unit.ExecuteAsync(Move, new { token, until, old = Token });
        }

        foreach (var slot in expired)
        {
            await unit.ExecuteAsync(TakeExpired, new { slot, token, until, unit.Now });
        }

        await unit.ExecuteAsync(DeleteOrphans, new { before = unit.Now - OrphanAge });
        var slots = await HeldAsync(unit, token);
        return slots.Count > 0 ? (token, slots) : (0, slots);
    }

    private static async Task<long> NextTokenAsync(UnitOfWork unit)
    {
        if (await unit.ExecuteAsync(CountToken) == 0)
        {
            await unit.ExecuteAsync(BeginTokens);
        }

        return await unit.QuerySingleAsync<long>(LastToken);
    }

    private static async Task CreateSlotsAsync(UnitOfWork unit)
    {
        if (await unit.QuerySingleAsync<long>(CountSlots) == Slots.Count)
        {
            return;
        }

        for (var slot = 0; slot < Slots.Count; slot++)
        {
            await unit.ExecuteAsync(CreateSlot, new { slot });
        }
    }

    private static async Task<IReadOnlyList<int>> HeldAsync(UnitOfWork unit, long token) =>
        [.. await unit.QueryAsync<int>(Held, new { token })];
}
