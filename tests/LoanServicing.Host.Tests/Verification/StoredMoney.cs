namespace LoanServicing.Host.Tests.Verification;

/// <summary>Which columns hold money. Whoever adds a whole number or a JSON text to a table says here whether it is money, and if not, what it is.</summary>
internal static class StoredMoney
{
    private const string Instant = "an instant, microseconds since 1970";
    private const string Counter = "counts versions or facts";
    private const string Number = "numbers rows, places or blocks";
    private const string Fencing = "a fencing number";

    /// <summary>64-bit columns that hold no money, by table and column, in any service. Every other one of a table that is named below is money.</summary>
    public static readonly IReadOnlyDictionary<string, string> NoMoney = new Dictionary<string, string>
    {
        ["accounting_period.asked_at"] = Instant,
        ["accounting_period.closed_at"] = Instant,
        ["accounting_period.last_entry"] = Number,
        ["accounting_period.version"] = Counter,
        ["application.fact_sequence"] = Counter,
        ["application.submitted_at"] = Instant,
        ["application_transition.at"] = Instant,
        ["approval.approved_at"] = Instant,
        ["assessment.assessed_at"] = Instant,
        ["assessment.received_at"] = Instant,
        ["audit.at"] = Instant,
        ["audit.seal"] = Number,
        ["bank_answer.answered_at"] = Instant,
        ["bank_file.received_at"] = Instant,
        ["bank_match.at"] = Instant,
        ["bank_movement.version"] = Counter,
        ["break_resolution.asked_at"] = Instant,
        ["break_resolution.version"] = Counter,
        ["business_date.sequence"] = Counter,
        ["business_date_adoption.change_sequence"] = Counter,
        ["check_request.made_at"] = Instant,
        ["contract.recorded_at"] = Instant,
        ["contribution.asked_at"] = Instant,
        ["contribution.version"] = Counter,
        ["delivery.visible_at"] = Instant,
        ["dispatcher.expires_at"] = Instant,
        ["dispatcher_slot.expires_at"] = Instant,
        ["dispatcher_slot.token"] = Fencing,
        ["dispatcher_token.last_token"] = Fencing,
        ["funded_application.fact_sequence"] = Counter,
        ["funded_application.version"] = Counter,
        ["funded_loan.last_sequence"] = Counter,
        ["funded_loan.version"] = Counter,
        ["funder.version"] = Counter,
        ["idempotency.created_at"] = Instant,
        ["inbox.received_at"] = Instant,
        ["journal_entry.recorded_at"] = Instant,
        ["journal_entry.seal"] = Number,
        ["ledger_entry.entry"] = Number,
        ["loan.fact_sequence"] = Counter,
        ["loan_counter.last_serial"] = Number,
        ["loan_transition.at"] = Instant,
        ["notification.claimed_until"] = Instant,
        ["notification.due_at"] = Instant,
        ["notification.queued_at"] = Instant,
        ["notification.sent_at"] = Instant,
        ["outbox.created_at"] = Instant,
        ["payment_file.created_at"] = Instant,
        ["payment_file.serial"] = Number,
        ["payment_file.written_at"] = Instant,
        ["payment_file_counter.last_serial"] = Number,
        ["payment_order.ordered_at"] = Instant,
        ["payment_order_resolution.asked_at"] = Instant,
        ["payment_order_resolution.last_answer"] = Number,
        ["payment_order_transition.at"] = Instant,
        ["payment_rails.first_used_at"] = Instant,
        ["pool.last_queue_number"] = Number,
        ["pool.movements"] = Counter,
        ["pool.version"] = Counter,
        ["pool_movement.number"] = Number,
        ["pool_movement.recorded_at"] = Instant,
        ["posting.fact_sequence"] = Counter,
        ["reallocation.asked_at"] = Instant,
        ["reallocation.version"] = Counter,
        ["receipt.received_at"] = Instant,
        ["reservation.asked_at"] = Instant,
        ["reservation.queue_number"] = Number,
        ["reservation.version"] = Counter,
        ["reservation_transition.at"] = Instant,
        ["reservation_transition.number"] = Number,
        ["seal_block.number"] = Number,
        ["seal_block.sealed_at"] = Instant,
        ["statement_break.version"] = Counter,
        ["statement_file.bytes"] = "the size of a file",
        ["statement_file.fact_sequence"] = Counter,
        ["statement_file.received_at"] = Instant,
        ["statement_line.text_line"] = Number,
        ["statement_line.version"] = Counter,
        ["suspense.fact_sequence"] = Counter,
        ["suspense.received_at"] = Instant,
        ["tranche.version"] = Counter,
        ["waiting.sequence"] = Counter,
        ["waiting.waiting_since"] = Instant,
        ["withdrawal.asked_at"] = Instant,
        ["withdrawal.version"] = Counter,
    };

    /// <summary>Texts that hold money, as JSON or in a notation of their own.</summary>
    public static readonly IReadOnlyList<string> Texts =
    [
        "assessment.rules", "assessment.inputs", "assessment.limits", "audit.details", "check_request.payload", "idempotency.answer", "outbox.body",
        "waiting.body", "break_resolution.details", "payment_rails.body", "payment_order.terms", "loan.loan_years", "receipt.allocations",
    ];

    /// <summary>JSON texts that hold no money.</summary>
    public static readonly IReadOnlyDictionary<string, string> TextsWithoutMoney = new Dictionary<string, string>
    {
        ["external_reference.answer"] = "the id, the tracking code and the status that an application got",
    };

    /// <summary>How a problem names a row of a table: a word, and the columns that tell it from others.</summary>
    public static readonly IReadOnlyDictionary<string, (string Noun, string[] Keys)> Names = new Dictionary<string, (string, string[])>
    {
        ["application"] = ("application", ["application_id"]),
        ["approval"] = ("approval of application", ["application_id"]),
        ["contract"] = ("contract of application", ["application_id"]),
        ["collateral"] = ("collateral of application", ["application_id"]),
        ["assessment"] = ("assessment of application", ["application_id", "revision"]),
        ["pool"] = ("pool", []),
        ["tranche"] = ("tranche", ["code"]),
        ["funder"] = ("funder", ["code"]),
        ["reservation"] = ("reservation", ["application_id", "round"]),
        ["pool_movement"] = ("pool_movement", ["number"]),
        ["contribution"] = ("contribution", ["contribution_id"]),
        ["withdrawal"] = ("withdrawal", ["withdrawal_id"]),
        ["reallocation"] = ("reallocation", ["reallocation_id"]),
        ["funded_loan"] = ("loan", ["loan_id"]),
        ["planned_collection"] = ("planned_collection", ["due_date"]),
        ["journal_line"] = ("journal_entry", ["entry_id"]),
        ["balance"] = ("balance", ["account", "owner", "tranche", "business_date"]),
        ["statement"] = ("statement", ["number", "file_id"]),
        ["statement_line"] = ("statement line", ["line_id"]),
        ["bank_movement"] = ("bank movement", ["entry_id"]),
        ["bank_match"] = ("match", ["match_id"]),
        ["statement_break"] = ("break", ["break_id"]),
        ["break_resolution"] = ("break-resolution", ["request_id"]),
        ["period_balance"] = ("period_balance", ["period", "account", "owner", "tranche"]),
        ["payment_rails"] = ("rails", ["version"]),
        ["payment_file"] = ("payment file", ["message_id"]),
        ["payment_order"] = ("payment order", ["order_id"]),
        ["bank_answer"] = ("answer", ["number"]),
        ["payment_order_resolution"] = ("resolution", ["request_id"]),
        ["loan"] = ("loan", ["id"]),
        ["receipt"] = ("receipt", ["receipt_id"]),
        ["posting"] = ("posting", ["message_id"]),
        ["refund"] = ("refund", ["message_id"]),
        ["suspense"] = ("suspended receipt", ["message_id"]),
        ["outbox"] = ("outbox", ["message_id"]),
        ["waiting"] = ("waiting", ["message_id"]),
        ["idempotency"] = ("answer to", ["idempotency_key"]),
        ["check_request"] = ("check request", ["request_id"]),
        ["audit"] = ("audit row", ["id"]),
    };

    /// <summary>Columns that tell rows of a table apart which the verification looks at in different ways: one row of each is changed.</summary>
    public static readonly IReadOnlyDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["application"] = "state",
        ["reservation"] = "state",
        ["pool_movement"] = "kind",
        ["contribution"] = "status",
        ["withdrawal"] = "kind || status",
        ["reallocation"] = "status",
        ["funded_loan"] = "state",
        ["payment_order"] = "state",
        ["bank_answer"] = "file_kind || kind || outcome",
        ["payment_order_resolution"] = "outcome || status",
        ["loan"] = "status",
        ["check_request"] = "kind || status",
        ["statement_line"] = "state",
        ["bank_movement"] = "kind || (match_id is null)",
        ["bank_match"] = "matched_by",
        ["statement_break"] = "side || kind || (closed_on is null)",
        ["break_resolution"] = "action || status",
    };
}
