using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Time;
using NodaTime;

namespace LoanServicing.Disbursement.Outbox;

/// <summary>
/// Chooses the rails of waiting orders and puts the orders into new files, one for each rail. What no rail takes stays where it is, with the reason. The unit has
/// its turn (<see cref="PaymentFileCounter.TakeTurnAsync"/>) before the orders are read.
/// </summary>
internal sealed class AssignOrders(UnitOfWork unit, BankSettings settings)
{
    private readonly Dictionary<(string Iban, PaymentRail Rail), int> _sentToday = [];

    private PaymentRails Rails => settings.Rail.Rails;

    public async Task RunAsync(IReadOnlyList<PaymentOrderRow> orders)
    {
        var businessDate = await BusinessDates.CurrentAsync(unit);
        await CountSentAsync(orders, businessDate);
        var batches = new Dictionary<PaymentRail, List<PaymentOrderRow>>();
        foreach (var order in orders)
        {
            var choice = Choose(order, businessDate);
            if (choice.Rail is not { } rail)
            {
                await HoldAsync(order, choice.Problem!.Value.Code(), businessDate);
            }
            else if (batches.TryGetValue(rail, out var batch))
            {
                batch.Add(order);
            }
            else
            {
                batches[rail] = [order];
            }
        }

        if (batches.Count > 0)
        {
            var railsVersion = await RailsStore.KeepAsync(unit, Rails);
            foreach (var (rail, batch) in batches)
            {
                await PutAsync(await FileAsync(rail, railsVersion, batch, businessDate), batch);
            }
        }
    }

    private async Task CountSentAsync(IReadOnlyList<PaymentOrderRow> orders, LocalDate businessDate)
    {
        if (!Rails.CountsOrders())
        {
            return;
        }

        foreach (var sent in await PaymentOrderStore.CountOnDayAsync(unit, orders.Select(order => order.Iban).Distinct(StringComparer.Ordinal), businessDate))
        {
            _sentToday[(sent.Iban, PaymentRailNames.Of(sent.Rail)!.Value)] = checked((int)sent.Orders);
        }
    }

    private RailChoice Choose(PaymentOrderRow order, LocalDate businessDate)
    {
        var choice = Rails.Choose(order.Amount, Sheba.Parse(order.Iban), businessDate, rail => _sentToday.GetValueOrDefault((order.Iban, rail)));
        if (choice.Rail is { } chosen)
        {
            _sentToday[(order.Iban, chosen)] = _sentToday.GetValueOrDefault((order.Iban, chosen)) + 1;
        }

        return choice;
    }

    private async Task HoldAsync(PaymentOrderRow order, string problem, LocalDate businessDate)
    {
        if (order.RailProblem == problem)
        {
            return;
        }

        await PaymentOrderStore.HoldAsync(unit, order, problem);
        unit.Record(new AuditEntry(
            DisbursementService.Name,
            "payment-order.no-rail",
            "payment-order",
            order.OrderId.ToString(),
            businessDate,
            new { problem, order.Amount, Bank = Sheba.Parse(order.Iban).BankCode }));
    }

    private async Task<PaymentFileRow> FileAsync(PaymentRail rail, string railsVersion, List<PaymentOrderRow> orders, LocalDate businessDate)
    {
        var fileId = Guid.CreateVersion7();
        var isCcti = settings.Rail.FormatOf(rail) == PaymentFileFormat.Ccti;
        var serial = isCcti ? await PaymentFileCounter.NextSerialAsync(unit) : (long?)null;
        return new PaymentFileRow
        {
            FileId = fileId,
            MessageId = serial is { } next ? PaymentFileCounter.MessageId(settings.Debtor.Iban, next) : PaymentIds.MessageId(fileId),
            CreatedAt = unit.Now,
            ExecutionDate = businessDate,
            DebtorName = settings.Debtor.Name,
            DebtorIban = settings.Debtor.Iban,
            DebtorBic = isCcti ? settings.Rail.CctiBic : settings.Debtor.Bic,
            Transfers = orders.Count,
            ControlSum = orders.Select(order => order.Amount).Sum(),
            Rail = rail.Name(),
            RailsVersion = railsVersion,
            Format = isCcti ? PaymentFileFormats.Ccti : null,
            Serial = serial,
        };
    }

    private async Task PutAsync(PaymentFileRow file, List<PaymentOrderRow> orders)
    {
        await PaymentFileStore.InsertAsync(unit, file);
        foreach (var (index, order) in orders.Index())
        {
            var placed = order with { FileId = file.FileId, FilePosition = index + 1, Rail = file.Rail, RailProblem = null };
            await PaymentOrderStore.MoveAsync(unit, placed, PaymentOrderEvent.PutInFile, file.ExecutionDate, file.MessageId);
        }

        unit.Record(new AuditEntry(
            DisbursementService.Name,
            "payment-file.assigned",
            "payment-file",
            file.MessageId,
            file.ExecutionDate,
            new
            {
                file.Rail,
                file.RailsVersion,
                file.Format,
                file.Transfers,
                file.ControlSum,
                file.ExecutionDate,
                file.DebtorName,
                file.DebtorIban,
                file.DebtorBic,
                orders = orders.Select(order => order.OrderId),
            }));
    }
}
