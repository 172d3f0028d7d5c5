using System.Data.Common;
using System.Text.Json;
using Dapper;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Verification;
using NodaTime;

namespace LoanServicing.Disbursement.Verification;

/// <summary>
/// Rule R11: each order is on the rail of its file, and the rails that were configured when the file was made allow it: its amount, the payee's bank, the day, and
/// how many orders that payee got. Orders from before there were rails have none.
/// </summary>
internal static class RailVerifier
{
    private const string SelectOrders =
        """
        select o.order_id, o.rail, o.rail_problem, o.amount, o.iban, f.message_id, f.rail as file_rail, f.rails_version, f.execution_date
        from payment_order o
        left join payment_file f on f.file_id = o.file_id
        where o.rail is not null or f.rail is not null or (o.rail_problem is not null and o.file_id is not null)
        """;

    private const string SelectOrdersADay =
        """
        select o.iban, f.execution_date, count(*) as orders
        from payment_order o
        join payment_file f on f.file_id = o.file_id
        where f.rail = @rail and f.rails_version = @version
        group by o.iban, f.execution_date
        having count(*) > @most
        """;

    public static async Task<RuleFinding> VerifyAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var versions = await VersionsAsync(connection, problems);
        var orders = 0L;
        await foreach (var order in connection.QueryUnbufferedAsync<OrderOnRail>(SelectOrders))
        {
            orders++;
            if (Problem(order, versions) is { } problem)
            {
                problems.Add($"payment order {order.OrderId} {problem}");
            }
        }

        foreach (var (version, rails) in versions)
        {
            foreach (var limits in rails.Limits.Where(limits => limits.MostOrdersADayToOnePayee is not null))
            {
                problems.AddRange(await TooManyADayAsync(connection, version, rails, limits));
            }
        }

        return new RuleFinding("R11", orders, "payment orders on their rails", problems);
    }

    private static async Task<Dictionary<string, PaymentRails>> VersionsAsync(DbConnection connection, List<string> problems)
    {
        var versions = new Dictionary<string, PaymentRails>();
        foreach (var (version, body) in await RailsStore.AllAsync(connection))
        {
            if (RailsStore.VersionOf(body) != version)
            {
                problems.Add($"the rails {version} are not what was kept under this name");
                continue;
            }

            try
            {
                versions[version] = RailsStore.Read(body);
            }
            catch (JsonException unreadable)
            {
                problems.Add($"the rails {version} cannot be read: {unreadable.Message}");
            }
        }

        return versions;
    }

    private static string? Problem(OrderOnRail order, Dictionary<string, PaymentRails> versions)
    {
        if (order.RailProblem is not null)
        {
            return $"is in a file and held because of {order.RailProblem}";
        }

        if (order.FileRail is null || order.Rail != order.FileRail || PaymentRailNames.Of(order.Rail) is not { } rail)
        {
            return $"is on {order.Rail ?? "no rail"}, its file {order.MessageId ?? "does not exist and"} is on {order.FileRail ?? "none"}";
        }

        if (order.RailsVersion is null || !versions.TryGetValue(order.RailsVersion, out var rails))
        {
            return $"was put on {order.Rail} by rails that are not kept";
        }

        var date = order.ExecutionDate!.Value;
        return Sheba.TryParse(order.Iban, out var payee) && rails.Obstacle(rail, order.Amount, payee, date, ordersToPayeeToday: 0) is null
            ? null
            : $"of {order.Amount} rials may not be on {order.Rail} on {date:uuuu-MM-dd}";
    }

    // The limits of another day may have been others: only what this row was in force for is counted.
    private static async Task<IEnumerable<string>> TooManyADayAsync(DbConnection connection, string version, PaymentRails rails, RailLimits limits)
    {
        var (rail, most) = (limits.Rail.Name(), limits.MostOrdersADayToOnePayee!.Value);
        var days = await connection.QueryAsync<PayeeDay>(SelectOrdersADay, new { rail, version, most });
        return days
            .Where(day => rails.InForce(limits.Rail, day.ExecutionDate) == limits)
            .Select(day => $"{day.Orders} payment orders to {Sheba.Parse(day.Iban).Masked} were put on {rail} on {day.ExecutionDate:uuuu-MM-dd}, which takes {most} a day");
    }

    private sealed record OrderOnRail
    {
        public Guid OrderId { get; init; }

        public string? Rail { get; init; }

        public string? RailProblem { get; init; }

        public Rials Amount { get; init; }

        public string Iban { get; init; } = "";

        public string? MessageId { get; init; }

        public string? FileRail { get; init; }

        public string? RailsVersion { get; init; }

        public LocalDate? ExecutionDate { get; init; }
    }

    private sealed record PayeeDay
    {
        public string Iban { get; init; } = "";

        public LocalDate ExecutionDate { get; init; }

        public long Orders { get; init; }
    }
}
