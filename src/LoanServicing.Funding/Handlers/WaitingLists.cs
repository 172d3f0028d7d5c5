using System.Data.Common;
using LoanServicing.Domain.Funding;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Handlers;

/// <summary>
/// The waiting lists, one per tranche, in order of arrival. A head for which there is no room holds back everybody behind it in its tranche,
/// however small; other tranches go on, the one whose head arrived first before the others.
/// </summary>
internal static class WaitingLists
{
    /// <summary>Applications served in one unit of work; the rest is left to <see cref="WaitingListServer"/>, so that no unit is long.</summary>
    public const int ServedPerUnit = 200;

    /// <returns>How many were served; <paramref name="atMost"/> says that there may be more.</returns>
    public static async Task<int> ServeAsync(UnitOfWork unit, PoolUnit pool, int atMost = ServedPerUnit)
    {
        var heads = new Dictionary<string, ReservationRow>();
        foreach (var tranche in pool.TranchesWithQueue.ToList())
        {
            await NextHeadAsync(unit, heads, tranche);
        }

        var served = 0;
        while (served < atMost && heads.Values.MinBy(head => head.QueueNumber) is { } first)
        {
            if (await pool.TryReserveAsync(first, approval: null) != Shortage.None)
            {
                heads.Remove(first.Tranche);
                continue;
            }

            served++;
            await NextHeadAsync(unit, heads, first.Tranche);
        }

        return served;
    }

    /// <summary>Whether any head fits now. It is asked without a unit, so that a list for which there is no room is not written every second.</summary>
    public static async Task<bool> HasRoomAsync(DbConnection connection)
    {
        var books = await PoolStore.ReadAsync(connection);
        foreach (var tranche in books.TranchesWithQueue)
        {
            if (await ReservationStore.HeadOfQueueAsync(connection, tranche) is { } head && books.Limits.Reserve(tranche, head.Amount).Shortage == Shortage.None)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task NextHeadAsync(UnitOfWork unit, Dictionary<string, ReservationRow> heads, string tranche)
    {
        heads.Remove(tranche);
        if (await ReservationStore.HeadOfQueueAsync(unit, tranche) is { } head)
        {
            heads.Add(tranche, head);
        }
    }
}
