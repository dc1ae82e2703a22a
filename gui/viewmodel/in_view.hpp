// SPDX-License-Identifier: GPL-3.0-or-later
// A list of things that each cover some of the height of a picture, and the part of the list that a painter
// has to look at for what is in view. Read next: gui/viewmodel/ladder_picture.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

namespace patchcord::gui {

/// `Item` has top() and bottom(), in pixels.
template <class Item>
class InView {
  public:
    InView() = default;
    explicit InView(std::vector<Item> items) : items_{std::move(items)} {
        std::ranges::stable_sort(items_, {}, [](const Item& item) { return item.top(); });
        for (const Item& item : items_)
            reach_.push_back(reach_.empty() ? item.bottom() : std::max(reach_.back(), item.bottom()));
    }

    /// By top.
    std::span<const Item> all() const { return items_; }
    /// All items that touch the height from `top` to `bottom`, and few others.
    std::span<const Item> between(double top, double bottom) const {
        const auto first = std::ranges::lower_bound(reach_, top) - reach_.begin();
        const auto last = std::ranges::upper_bound(items_, bottom, {}, &Item::top) - items_.begin();
        return first < last ? std::span{items_}.subspan(static_cast<std::size_t>(first),
                                                        static_cast<std::size_t>(last - first))
                            : std::span<const Item>{};
    }

  private:
    std::vector<Item> items_;
    std::vector<double> reach_;  // the lowest bottom of the items up to each
};

}  // namespace patchcord::gui
