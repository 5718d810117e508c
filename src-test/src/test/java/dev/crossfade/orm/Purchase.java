package dev.crossfade.orm;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An order, of a table that stays as it is. */
@Entity
@Table(name = "orders")
class Purchase {
  @Id
  int id;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "user_id")
  @Nullable
  Account account;

  @Nullable
  BigDecimal total;

  @Nullable
  String note;
}
