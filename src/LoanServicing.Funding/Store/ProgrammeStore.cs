using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Store;

/// <summary>
/// Takes the agreement over into an empty database. What is there already stays: allocations and commitments are money rows that change by
/// two persons, never by somebody editing a file. Only the order of loss is the programme's at each start: it moves nothing until a loan is written off, and each
/// such loan keeps the one of its day.
/// </summary>
internal static class ProgrammeStore
{
    private const string InsertPool =
        """
        insert into pool (id, ratio_alavi, ratio_sina, total, alavi, movements, last_queue_number, version)
        values (1, @Alavi, @Sina, 0, 0, 0, 0, 1)
        """;

    private const string InsertTranche =
        """
        insert into tranche (code, allocation, first_allocation, reserved_alavi, reserved_sina, drawn_alavi, drawn_sina, waiting, version)
        values (@Tranche, @Amount, @Amount, 0, 0, 0, 0, 0, 1)
        """;

    private const string InsertFunder =
        """
        insert into funder (code, committed, deposited, reserved, drawn, collected, remitted, written_off, recovered, compensated, version)
        values (@Funder, @Amount, 0, 0, 0, 0, 0, 0, 0, 0, 1)
        """;

    private const string UpdateLossOrder = "update pool set loss_order = @lossOrder where id = 1";

    /// <returns>One sentence for each figure of the programme that differs from the database and was not taken over.</returns>
    public static async Task<IReadOnlyList<string>> LoadAsync(UnitOfWork unit, Programme programme)
    {
        if (await unit.QuerySingleOrDefaultAsync<PoolRow>(PoolStore.SelectPool) is not { } pool)
        {
            await FillAsync(unit, programme);
            await ProgrammeAudit.RecordAsync(unit);
            await TakeLossOrderAsync(unit, null, programme);
            return [];
        }

        await ProgrammeAudit.RecordAsync(unit);
        await TakeLossOrderAsync(unit, pool.LossOrder, programme);

        var ignored = new List<string>();
        if (pool.Ratio != programme.Ratio)
        {
            ignored.Add($"the ratio is {pool.Ratio} in the database and {programme.Ratio} in the programme");
        }

        var tranches = (await unit.QueryAsync<TrancheRow>(PoolStore.SelectTranches)).ToDictionary(row => row.Code, row => row.FirstAllocation);
        var funders = (await unit.QueryAsync<FunderRow>(PoolStore.SelectFunders)).ToDictionary(row => row.Code, row => row.Committed);
        ignored.AddRange(Differences("the allocation of", tranches, programme.Allocations.Select(each => (each.Tranche, each.Amount))));
        ignored.AddRange(Differences("the commitment of", funders, programme.Commitments.Select(each => (each.Funder, each.Amount))));
        return ignored;
    }

    private static async Task FillAsync(UnitOfWork unit, Programme programme)
    {
        await unit.ExecuteAsync(InsertPool, new { programme.Ratio.Alavi, programme.Ratio.Sina });
        foreach (var allocation in programme.Allocations)
        {
            await unit.ExecuteAsync(InsertTranche, allocation);
        }

        foreach (var funder in new[] { Funders.Alavi, Funders.Sina })
        {
            var amount = programme.Commitments.Where(commitment => commitment.Funder == funder).Select(commitment => commitment.Amount).Sum();
            await unit.ExecuteAsync(InsertFunder, new { Funder = funder, Amount = amount });
        }
    }

    private static async Task TakeLossOrderAsync(UnitOfWork unit, string? before, Programme programme)
    {
        var lossOrder = programme.LossOrder is { Count: > 0 } funders ? string.Join(',', funders) : null;
        if (lossOrder != before)
        {
            await unit.ExecuteAsync(UpdateLossOrder, new { lossOrder });
            await ProgrammeAudit.RecordLossOrderAsync(unit, before, lossOrder);
        }
    }

    private static IEnumerable<string> Differences(
        string what, Dictionary<string, Rials> stored, IEnumerable<(string Code, Rials Amount)> configured) =>
        from figure in configured
        where stored.GetValueOrDefault(figure.Code) != figure.Amount
        select $"{what} {figure.Code} is {stored.GetValueOrDefault(figure.Code)} rials in the database and {figure.Amount} in the programme";
}
